/** Whatever ends a conversation or is refused has words that say what happened, what is safe and what to do. */
import { expect, test } from "vitest";
import { PROBLEM_WORDS, problemWords } from "../../../renderer/features/spaces/sync/problem-words";
import en from "../../../resources/languages/en/spaces.json";
import { EndReason } from "../../../shared/protocol/conversation/endings";
import { ConversationRefusal } from "../../../shared/protocol/conversation/messages";

const WORDS: Readonly<Record<string, string>> = en.problem;

/** All of it is well, or nobody can do anything: then it need not say so. */
const PLAIN = ["nothing-in-common"];

test("every end of a conversation and every refusal has words of its own", () => {
	const codes = [...EndReason.options.filter((why) => why !== "closed"), ...ConversationRefusal.options];
	expect(codes.filter((code) => !Object.hasOwn(PROBLEM_WORDS, code))).toEqual([]);
});

test("all words are there and none is there in vain", () => {
	const used = new Set<string>([...Object.values(PROBLEM_WORDS), problemWords("a reason of a later version")]);
	expect([...used].sort()).toEqual(Object.keys(WORDS).sort());
});

test("each says what is safe, or what to do", () => {
	const helps = /safe|nothing|again|ask |check|update|stays|kept|give the address|looked for/i;
	for (const [key, said] of Object.entries(WORDS)) if (!PLAIN.includes(key)) expect(said, key).toMatch(helps);
});
