import { IDBFactory } from "fake-indexeddb";
import { expect, test } from "vitest";
import type { RunningEngine } from "../../../renderer/engine/engine";
import { openTestBook, type TestDisk } from "../test-book";
import { caughtUp, idsIn, type JournalledDisk, journalledDisk } from "./journalled-disk";

const page = (title: string, body = "") => ({ do: "create", kind: "page", fields: { title, body } }) as const;
const idsOfLog = async (book: RunningEngine): Promise<string[]> => (await book.log.after(0, 10_000)).map(({ id }) => id);

/** The browser has thrown its databases away. */
const afterTheLoss = ({ disk }: JournalledDisk): TestDisk => ({ ...disk, indexedDB: new IDBFactory() });

test("what is durable in the log is in the journal a moment later, in its order", async () => {
	const kept = await journalledDisk();
	const book = await openTestBook(kept.disk);
	for (let count = 0; count < 30; count++) await book.run([page(`Page ${count}`)]);
	await caughtUp(kept, book);
	expect(await idsIn(kept.journal)).toEqual(await idsOfLog(book));
	expect(kept.disk.problems).toEqual([]);
	await book.close();
});

test("a book that had no journal gets one, and one that fell behind is brought up", async () => {
	const kept = await journalledDisk();
	const { journalDelay: _, ...without } = kept.disk;
	const before = await openTestBook(without);
	for (let count = 0; count < 300; count++) await before.run([page(`Page ${count}`)]);
	await before.close();
	const book = await openTestBook(kept.disk);
	await book.run([page("One more")]);
	await caughtUp(kept, book);
	expect(await idsIn(kept.journal)).toEqual(await idsOfLog(book));
	await book.close();
	const behind = await openTestBook(without);
	await behind.run([page("Unseen by the journal")]);
	await behind.close();
	const again = await openTestBook(kept.disk);
	await again.run([page("Last")]);
	await caughtUp(kept, again);
	expect(new Set(await idsIn(kept.journal))).toEqual(new Set(await idsOfLog(again)));
	await again.close();
});

test("a book whose databases are lost comes back whole from the journal, goes on as a new device, and says so", async () => {
	const kept = await journalledDisk();
	const book = await openTestBook(kept.disk);
	await book.act("introduce", { card: { name: "Ama", colour: "#123456", picture: null } });
	const { space } = await book.act("create-space", { name: "Pump house", server: null });
	const { ids } = await book.run([page("Valves", "See [[Seals]]"), page("Seals", "of rubber")]);
	const shared = await book.run([{ ...page("For all", "together"), space }]);
	await book.run([{ do: "rename", id: String(ids[0]), params: { title: "Gate valves" } }]);
	await book.settle();
	const [counts, device] = [await book.ask("counts", {}), (await book.desk()).held.speaker.device];
	await caughtUp(kept, book);
	await book.close();

	const disk = afterTheLoss(kept);
	const again = await openTestBook(disk);
	expect(again.state()).toEqual({ is: "ready", regained: expect.any(Number) });
	expect((await again.ask("items", { ids })).map(({ title }) => title)).toEqual(["Gate valves", "Seals"]);
	expect(await again.ask("text", { id: String(ids[1]) })).toBe("of rubber");
	expect(await again.ask("text", { id: String(shared.ids[0]) })).toBe("together");
	expect(await again.ask("counts", {})).toEqual(counts);
	expect((await again.ask("me", {})).card.name).toBe("Ama");
	expect((await again.desk()).held.speaker.device).not.toBe(device);
	// It is a book like any other: written in, and itself in a journal again.
	const more = await again.run([page("Afterwards", "goes on"), { ...page("For all too", "again"), space }]);
	await again.run([{ do: "set-body", id: String(ids[1]), params: { body: "of better rubber" } }]);
	await again.settle();
	expect(await again.ask("spaces", {})).toMatchObject([
		{ kind: "private", state: "ready" },
		{ space, state: "ready", role: "owner" },
	]);
	await caughtUp(kept, again);
	expect(new Set(await idsIn(kept.journal))).toEqual(new Set(await idsOfLog(again)));
	await again.close();

	const third = await openTestBook(afterTheLoss(kept));
	expect(await third.ask("text", { id: String(ids[1]) })).toBe("of better rubber");
	expect(await third.ask("text", { id: String(more.ids[1]) })).toBe("again");
	await third.close();
	const ready = await openTestBook(disk);
	expect(ready.state()).toEqual({ is: "ready" });
	await ready.close();
});

test("a second end, just before it has become a new device, does not make it go on as the old one", async () => {
	const kept = await journalledDisk();
	const book = await openTestBook(kept.disk);
	const { ids } = await book.run([page("Valves", "text"), page("Seals")]);
	await caughtUp(kept, book);
	const { deviceKey } = await kept.vault.open();
	await book.close();

	// The log alone is lost: the library is of what was.
	kept.disk.indexedDB.deleteDatabase("log");
	kept.failing.add("identity.renew");
	const stopped = await openTestBook(kept.disk);
	expect(stopped.state()).toMatchObject({ is: "stopped" });
	await expect(stopped.run([page("New")])).rejects.toMatchObject({ code: "host" });
	await stopped.close();
	kept.failing.clear();

	const again = await openTestBook(kept.disk);
	expect(again.state()).toEqual({ is: "ready", regained: expect.any(Number) });
	const device = (await kept.vault.open()).deviceKey;
	expect(device).not.toEqual(deviceKey);
	expect(await again.ask("text", { id: String(ids[0]) })).toBe("text");
	await again.run([page("Afterwards")]);
	expect(await again.ask("counts", {})).toMatchObject({ page: 3 });
	await caughtUp(kept, again);
	await again.close();
	const third = await openTestBook(kept.disk);
	expect(third.state()).toEqual({ is: "ready" });
	expect((await kept.vault.open()).deviceKey).toEqual(device);
	await third.close();
});

test("a laptop that was added, which cannot certify a new device, goes on as the one it was", async () => {
	const [first, added] = [await journalledDisk(), await journalledDisk()];
	const { personKey } = await first.vault.open();
	const { deviceKey } = await added.vault.open();
	await added.vault.belong(personKey, await first.vault.certify(deviceKey));
	const book = await openTestBook(added.disk);
	const { ids } = await book.run([page("Valves", "text")]);
	await caughtUp(added, book);
	await book.close();
	const again = await openTestBook(afterTheLoss(added));
	expect(await again.ask("text", { id: String(ids[0]) })).toBe("text");
	expect((await added.vault.open()).deviceKey).toEqual(deviceKey);
	await again.run([page("Afterwards")]);
	expect(await again.ask("counts", {})).toMatchObject({ page: 2 });
	expect(added.disk.problems).toEqual([]);
	await again.close();
});

test("an empty book with an empty journal is just a new one", async () => {
	const kept = await journalledDisk();
	const book = await openTestBook(kept.disk);
	expect(book.state()).toEqual({ is: "ready" });
	await book.close();
});

test("while the journal cannot be read, nothing is written into an empty book: what was lost could not come back", async () => {
	const kept = await journalledDisk();
	const book = await openTestBook(kept.disk);
	const { ids } = await book.run([page("Valves", "text")]);
	await caughtUp(kept, book);
	await book.close();
	const disk = afterTheLoss(kept);
	kept.failing.add("journal.read");
	const stopped = await openTestBook(disk);
	expect(stopped.state()).toMatchObject({ is: "stopped" });
	await expect(stopped.run([page("New")])).rejects.toMatchObject({ code: "host" });
	await stopped.close();
	kept.failing.clear();
	const again = await openTestBook(disk);
	expect(await again.ask("text", { id: String(ids[0]) })).toBe("text");
	await again.close();
});

test("a journal that cannot be written holds up nothing; it is said once, and brought up at the next start", async () => {
	const kept = await journalledDisk();
	kept.failing.add("journal.append");
	const book = await openTestBook(kept.disk);
	for (let count = 0; count < 5; count++) await book.run([page(`Page ${count}`)]);
	await new Promise((resolve) => setTimeout(resolve, 50));
	expect(kept.disk.problems).toHaveLength(1);
	await book.close();
	kept.failing.clear();
	const again = await openTestBook(kept.disk);
	await again.run([page("Last")]);
	await caughtUp(kept, again);
	expect(await idsIn(kept.journal)).toEqual(await idsOfLog(again));
	await again.close();
});

test("what only moves to the end of the log stays in the journal, and what came between is handed over after a sudden end", async () => {
	const kept = await journalledDisk();
	const book = await openTestBook(kept.disk);
	for (const title of ["First", "Second"]) await book.run([page(title)]);
	await caughtUp(kept, book);
	const [, moved] = await book.log.after(0, 10);
	if (moved === undefined) throw new Error("two pages were written");
	kept.failing.add("journal.append");
	await book.run([page("Between")]);
	const { seq, ...entry } = moved;
	await book.log.change({ remove: [seq], add: [entry] });
	await book.close();
	kept.failing.clear();

	const again = await openTestBook(kept.disk);
	await again.run([page("Last")]);
	await caughtUp(kept, again);
	expect(new Set(await idsIn(kept.journal))).toEqual(new Set(await idsOfLog(again)));
	await again.log.change({ remove: [Number((await again.log.byIds([entry.id]))[0]?.seq)], add: [entry] });
	await again.run([page("After the move")]);
	await caughtUp(kept, again);
	expect(new Set(await idsIn(kept.journal))).toEqual(new Set(await idsOfLog(again)));
	await again.close();
});
