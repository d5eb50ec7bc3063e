/** One command for very many items, which are not all held in memory for it. */
import { expect, test } from "vitest";
import { openTestBook, testDisk } from "./test-book";

/** Pages that lie in shared entries of the log, and the same in an order that has nothing to do with it. */
async function bookOfPages(count: number) {
	const disk = await testDisk();
	const first = await openTestBook(disk);
	const all = Array.from(
		{ length: count },
		(_, n) => ({ do: "create", kind: "page", fields: { title: `Page ${n}`, body: `see [[Old]] ${n}` } }) as const,
	);
	const ids: string[] = [];
	for (let start = 0; start < count; start += count / 3) ids.push(...(await first.run(all.slice(start, start + count / 3))).ids);
	await first.close();
	const book = await openTestBook(disk);
	const mixed = ids.map((id, n) => ({ id, place: (n * 101) % count })).sort((a, b) => a.place - b.place);
	return { disk, book, ids, mixed: mixed.map(({ id }) => id) };
}

const retarget = (id: string, from: string, to: string) => ({ do: "retarget-links", id, params: { from: [from], to } }) as const;

test("many changed in any order, and back, are so after a restart and in a library made again", async () => {
	const { disk, book, ids, mixed } = await bookOfPages(210);
	await book.run([...ids].reverse().map((id) => ({ do: "tag", id, params: { tag: "all" } })));
	expect(await book.ask("tags", {})).toEqual([{ tag: "all", count: 210 }]);
	await book.run(mixed.map((id) => ({ do: "untag", id, params: { tag: "all" } })));
	expect(await book.ask("tags", {})).toEqual([]);
	await book.run(mixed.slice(5).map((id) => ({ do: "tag", id, params: { tag: "most" } })));
	await book.settle();
	const before = await book.library().dump();
	expect((await book.log.size()).entries).toBe(7);
	await book.job("rebuild-library", {}).finished;
	expect(await book.library().dump()).toEqual(before);
	await book.close();
	const again = await openTestBook(disk);
	expect(await again.ask("tags", {})).toEqual([{ tag: "most", count: 205 }]);
	expect(disk.problems).toEqual([]);
	await again.close();
});

test("a text that is open is told of its change among many, and can be written on", async () => {
	const { book, ids, mixed } = await bookOfPages(300);
	const id = String(ids[5]);
	const session = await book.openText(id);
	// Enough others are looked at that it is not kept in memory for having been opened.
	for (const other of ids.slice(6)) await book.ask("history", { id: other });
	let shown = session.text;
	let version = 0;
	session.onUpdates((now, updates) => {
		version = now;
		for (const { splices } of updates) {
			for (const { at, remove, insert } of [...splices].reverse()) shown = shown.slice(0, at) + insert + shown.slice(at + remove);
		}
	});
	await book.run(mixed.map((each) => retarget(each, "Old", "Newer")));
	expect(shown).toBe("see [[Newer]] 5");
	expect(await session.push(version, [{ origin: "me", splices: [{ at: 0, remove: 0, insert: "I " }] }])).toEqual({ outcome: "accepted" });
	expect(await book.ask("text", { id })).toBe("I see [[Newer]] 5");
	await book.close();
});

test("who reads one while many are being saved sees the change and never a part of it", async () => {
	const { disk, book, ids, mixed } = await bookOfPages(210);
	const running = book.run(mixed.map((id) => retarget(id, "Old", "Newer")));
	const opened = await Promise.all(ids.slice(0, 20).map((id) => book.openText(id)));
	await running;
	const expected = ids.slice(0, 20).map((_, n) => `see [[Newer]] ${n}`);
	expect(opened.map(({ text }) => text)).toEqual(expected);
	const session = await book.openText(String(ids[0]));
	expect(await session.push(0, [{ origin: "me", splices: [{ at: 0, remove: 4, insert: "" }] }])).toEqual({ outcome: "accepted" });
	await book.close();
	const again = await openTestBook(disk);
	expect(await again.ask("text", { id: String(ids[0]) })).toBe("[[Newer]] 0");
	await again.close();
});

test("one that refuses keeps all the others as they are", async () => {
	const { book, ids, mixed } = await bookOfPages(210);
	const commands = mixed.map((id) => ({ do: "tag", id, params: { tag: "all" } }));
	const entries = (await book.log.size()).entries;
	await expect(book.run([...commands, { do: "no-such-thing", id: String(mixed[100]), params: {} }])).rejects.toMatchObject({
		code: "bad-request",
	});
	expect((await book.log.size()).entries).toBe(entries);
	expect(await book.ask("tags", {})).toEqual([]);
	await book.run([{ do: "tag", id: String(ids[0]), params: { tag: "one" } }]);
	expect(await book.ask("tags", {})).toEqual([{ tag: "one", count: 1 }]);
	await book.close();
});
