import { change, clone, type Doc, getHeads, init, merge, splice } from "@automerge/automerge/slim";
import { beforeAll, describe, expect, test } from "vitest";
import { authoredSpans, textAt, versions } from "../../renderer/engine/text/history";
import type { Draft } from "../../shared/model/item";
import { loadAutomerge } from "./test-book";

const MARTA = "aa".repeat(16);
const ANA = "bb".repeat(16);
const authorOf = (actor: string): string => (actor === MARTA ? "Marta" : "Ana");

beforeAll(loadAutomerge);

function write(doc: Doc<Draft>, minute: number, at: number, remove: number, insert: string): Doc<Draft> {
	return change(doc, { time: minute * 60 }, (draft) => {
		splice(draft, ["body"], at, remove, insert);
	});
}

function started(text: string): Doc<Draft> {
	return change(init<Draft>({ actor: MARTA }), { time: 0 }, (draft) => {
		draft.body = text;
	});
}

describe("who wrote what", () => {
	test("each span has the person who typed it, also after both wrote apart", () => {
		const base = started("Close the valve. ");
		const marta = write(base, 1, 17, 0, "Then wait.");
		const ana = write(clone(base, { actor: ANA }), 100, 6, 3, "both");
		const merged = merge(marta, ana);
		expect(merged.body).toBe("Close both valve. Then wait.");
		const text = String(merged.body);
		const spans = authoredSpans(merged, "body", authorOf).map(({ from, to, author, time }) => [
			text.slice(from, to),
			author,
			time / 60_000,
		]);
		expect(spans).toEqual([
			["Close ", "Marta", 0],
			["both", "Ana", 100],
			[" valve. Then wait.", "Marta", 1],
		]);
	});

	test("positions count as the editor counts, emoji included", () => {
		const doc = write(started("a😀b"), 60, 3, 0, "😀");
		const spans = authoredSpans(doc, "body", authorOf);
		expect(spans.map(({ from, to }) => [from, to])).toEqual([
			[0, 3],
			[3, 5],
			[5, 6],
		]);
	});
});

describe("versions", () => {
	test("a pause or another person begins a new one; each can be read again", () => {
		let doc = started("one");
		doc = write(doc, 1, 3, 0, " two");
		const early = getHeads(doc);
		doc = write(doc, 60, 7, 0, " three");
		const found = versions(doc, authorOf);
		expect(found.map(({ time, author, changes, inserted }) => [time / 60_000, author, changes, inserted])).toEqual([
			[60, "Marta", 1, 6],
			[1, "Marta", 2, 7],
		]);
		expect(found[1]?.heads).toEqual(early);
		expect(textAt(doc, "body", found[1]?.heads ?? [])).toBe("one two");
		expect(textAt(doc, "body", found[0]?.heads ?? [])).toBe("one two three");
	});
});
