/** Answers the other side's questions from what this side offers, and tells it what is new in the spaces that it opened. */
import { fromHex } from "../bytes";
import type { Sodium } from "../sodium";
import { type Channel, LARGEST_FROM } from "./channel";
import { type Answer, type ConversationRefusal, MOST_UNANSWERED, type OpenedSpace, type Question } from "./messages";
import { createGate } from "./pipeline";
import type { Answered, Counterpart, Offered } from "./ports";
import type { Room } from "./room";
import { createTeller } from "./teller";

/** Bytes of questions that may wait for their answer: one envelope of the largest size and what usually travels beside it. */
const MOST_WAITING_BYTES = 96 * 1024 * 1024;
/** The same for a stranger. */
const STRANGERS_WAITING_BYTES = 2 * LARGEST_FROM.stranger;
/** Answers that can be a megabyte, and how many of them are made before the line has taken the first. */
const MAY_BE_LARGE: ReadonlySet<Question["is"]> = new Set<Question["is"]>(["list", "fetch", "get-blob"]);
const LARGE_AT_A_TIME = 4;
/** Spaces that one other side may have open. */
const MOST_OPEN = 10_000;
/** Proofs of invites, true or false, that are looked at in one conversation. */
export const MOST_PROOFS = 64;

export interface AnswererSetting {
	readonly channel: Channel;
	readonly sodium: Sodium;
	readonly counterpart: Counterpart & { readonly invites: Map<string, string> };
	/** What the other side signs to show that it holds an invite. */
	readonly inviteBytes: Uint8Array;
	readonly offered: Offered;
	/** For questions that are not answered yet, shared with other conversations. */
	readonly room: Room | null;
	/** Something that this side offers failed; the other side is told no more than that. */
	readonly onFault: (error: unknown) => void;
}

export interface Answerer {
	take(question: Question, bytes: number): void;
	presence(space: string, sealed: Uint8Array): void;
}

type WithoutNumber<Given> = Given extends unknown ? Omit<Given, "ask"> : never;
type AnswerToGive = WithoutNumber<Answer>;
type InviteShown = Extract<Question, { is: "open" }>["spaces"][number]["invite"];

export function createAnswerer({ channel, sodium, counterpart, inviteBytes, offered, room, onFault }: AnswererSetting): Answerer {
	const open = new Map<string, () => void>();
	const turns = new Map<string, Promise<void>>();
	const teller = createTeller(channel);
	const large = createGate(LARGE_AT_A_TIME);
	let unanswered = 0;
	let waitingBytes = 0;
	let proofs = 0;

	void channel.ended.then(() => {
		for (const space of [...open.keys()]) close(space);
	});

	function unfollow(space: string): void {
		open.get(space)?.();
		open.delete(space);
	}

	function close(space: string): void {
		unfollow(space);
		teller.drop(space);
	}

	/** The invite that the other side holds; null when it shows none, or a false proof. Looking at a proof costs far more than sending one. */
	function holds(space: string, shown: InviteShown): string | null | "too-much" {
		if (shown === null) return null;
		if (counterpart.invites.get(space) === shown.invite) return shown.invite;
		proofs += 1;
		if (proofs > MOST_PROOFS) return "too-much";
		if (!sodium.crypto_sign_verify_detached(shown.proof, inviteBytes, fromHex(shown.invite))) return null;
		counterpart.invites.set(space, shown.invite);
		return shown.invite;
	}

	async function openSpace(space: string, shown: InviteShown): Promise<OpenedSpace> {
		close(space);
		if (open.size >= MOST_OPEN) return { is: "refused", space, why: "too-much" };
		const invite = holds(space, shown);
		if (invite === "too-much") return { is: "refused", space, why: "too-much" };
		const answered = await offered.open(counterpart, space, invite);
		if ("refused" in answered) return { is: "refused", space, why: answered.refused };
		const { role, numbering, last } = answered.ok;
		// There is nothing to follow any more.
		if (role === "former") return { is: "open", space, numbering, last, role };
		if (role !== "invited") channel.allow("known");
		// The conversation may have ended meanwhile, and nobody would end the following any more.
		if (channel.ending() === null) {
			const tell = teller.of(space);
			open.set(
				space,
				offered.follow(
					counterpart,
					space,
					(news) => {
						if (news.is === "shut") unfollow(space);
						tell(news);
					},
					last,
				),
			);
		}
		return { is: "open", space, numbering, last, role };
	}

	async function openAll(spaces: Extract<Question, { is: "open" }>["spaces"]): Promise<AnswerToGive> {
		const opened: OpenedSpace[] = [];
		for (let at = 0; at < spaces.length; at += 16) {
			opened.push(...(await Promise.all(spaces.slice(at, at + 16).map(({ space, invite }) => openSpace(space, invite)))));
		}
		return { is: "opened", spaces: opened };
	}

	/** Files are given to members alone, and taken from them: whoever gets such an answer is one. */
	function givenToMember<Value>(answered: Answered<Value>, say: (value: Value) => AnswerToGive): AnswerToGive {
		if ("ok" in answered) channel.allow("known");
		return given(answered, say);
	}

	async function answer(question: Question): Promise<AnswerToGive> {
		switch (question.is) {
			case "open":
				return openAll(question.spaces);
			case "close":
				question.spaces.forEach(close);
				return { is: "closed" };
			case "list":
				return given(await offered.list(counterpart, question.space, question.after, question.limit), ({ entries, last }) => ({
					is: "listed",
					entries: [...entries],
					last,
				}));
			case "fetch":
				return given(await offered.fetch(counterpart, question.space, question.ids), (envelopes) => ({
					is: "fetched",
					envelopes: [...envelopes],
				}));
			case "push":
				return given(await offered.push(counterpart, question.space, question.envelopes), (outcomes) => {
					// What was kept came from a member.
					if (outcomes.some(({ is }) => is === "kept")) channel.allow("known");
					return { is: "pushed", outcomes: [...outcomes] };
				});
			case "find-blobs":
				return givenToMember(await offered.findBlobs(counterpart, question.space, question.names), (blobs) => ({
					is: "found-blobs",
					blobs: blobs.map((copies) => [...copies]),
				}));
			case "get-blob":
				return givenToMember(
					await offered.getBlob(counterpart, question.space, question.name, question.by, question.from),
					({ total, bytes }) => ({
						is: "blob-part",
						total,
						from: question.from,
						bytes,
					}),
				);
			case "put-blob": {
				const { space, name, total, from, bytes } = question;
				return givenToMember(await offered.putBlob(counterpart, space, name, total, from, bytes), ({ arrived }) => ({
					is: "blob-kept",
					arrived,
				}));
			}
			case "my-spaces":
				return given(await offered.mySpaces(counterpart), (spaces) => ({ is: "spaces", spaces: [...spaces] }));
			case "register":
				return given(await offered.register(counterpart, question.token), () => ({ is: "registered" }));
		}
	}

	async function answerInTurn(question: Question, before: Promise<void>): Promise<void> {
		await before;
		if (channel.ending() !== null) return;
		if (MAY_BE_LARGE.has(question.is)) await large(() => giveAnswer(question));
		else await giveAnswer(question);
	}

	/** Resolves when the line has taken the answer. */
	async function giveAnswer(question: Question): Promise<void> {
		if (channel.ending() !== null) return;
		const answered = await answer(question).catch((error: unknown): AnswerToGive => {
			onFault(error);
			return { is: "refused", why: "failed" };
		});
		const { ask } = question;
		await channel.send({ ...answered, ask }).catch((error: unknown) => {
			onFault(error);
			return channel.send({ is: "refused", ask, why: "failed" } satisfies Answer);
		});
		if (answered.is === "opened") for (const { space } of answered.spaces) teller.start(space);
	}

	return {
		take(question, bytes) {
			unanswered += 1;
			waitingBytes += bytes;
			const mostWaiting = channel.standing() === "known" ? MOST_WAITING_BYTES : STRANGERS_WAITING_BYTES;
			if (unanswered > MOST_UNANSWERED || waitingBytes > mostWaiting) return channel.end("too-many-questions");
			if (room?.take(bytes) === false) return channel.end("busy");
			// What is about one space is answered in order; spaces do not wait for one another.
			const turn = "space" in question ? question.space : "";
			const settled = answerInTurn(question, turns.get(turn) ?? Promise.resolve())
				.catch(onFault)
				.then(() => {
					unanswered -= 1;
					waitingBytes -= bytes;
					room?.give(bytes);
					if (turns.get(turn) === settled) turns.delete(turn);
				});
			turns.set(turn, settled);
		},
		presence(space, sealed) {
			if (open.has(space)) offered.presence(counterpart, space, sealed);
		},
	};
}

function given<Value>(answered: Answered<Value>, say: (value: Value) => AnswerToGive): AnswerToGive {
	return "refused" in answered ? refusal(answered.refused) : say(answered.ok);
}

function refusal(why: ConversationRefusal): AnswerToGive {
	return { is: "refused", why };
}
