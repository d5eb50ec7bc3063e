/** What every log promises, run on each implementation. */
import { IDBFactory, IDBKeyRange } from "fake-indexeddb";
import { describe, expect, test } from "vitest";
import { rememberingAbsent } from "../../renderer/engine/log/absent-ids";
import { openDexieLog } from "../../renderer/engine/log/dexie-log";
import { unknownSpace } from "../../renderer/engine/log/local-space";
import type { LogStore, NewLogEntry } from "../../renderer/engine/log/log-store";
import { memoryLog } from "../../renderer/engine/log/memory-log";
import { remembering } from "../../renderer/engine/log/recent-entries";

const implementations: readonly { readonly name: string; readonly open: () => Promise<LogStore> }[] = [
	{ name: "in IndexedDB", open: () => openDexieLog("log", { indexedDB: new IDBFactory(), IDBKeyRange }) },
	{ name: "in memory", open: async () => memoryLog() },
	{
		name: "that remembers what was appended last",
		open: async () => remembering(await openDexieLog("log", { indexedDB: new IDBFactory(), IDBKeyRange })),
	},
	{ name: "that remembers what it lacks", open: async () => rememberingAbsent(memoryLog()) },
	{ name: "that remembers little", open: async () => remembering(memoryLog(), 7) },
];

function entry(number: number, items: readonly string[], device = "d1"): NewLogEntry {
	return {
		id: `${device}-${number}`,
		space: "s",
		device,
		number,
		lane: "content",
		bytes: new Uint8Array([number, 1, 2]),
		items,
		origin: null,
	};
}

describe.each(implementations)("a log $name", ({ open }) => {
	test("gives back what was appended, in order, with growing positions", async () => {
		const log = await open();
		const [first] = await log.append([entry(1, ["a"])]);
		const rest = await log.append([entry(2, ["b"]), entry(3, ["a", "b"])]);
		expect([first, ...rest]).toEqual([1, 2, 3]);
		expect((await log.after(0, 10)).map(({ seq, id }) => [seq, id])).toEqual([
			[1, "d1-1"],
			[2, "d1-2"],
			[3, "d1-3"],
		]);
		expect((await log.after(1, 1)).map(({ id }) => id)).toEqual(["d1-2"]);
		expect([...((await log.after(2, 1))[0]?.bytes ?? [])]).toEqual([3, 1, 2]);
		expect(await log.lastSeq()).toBe(3);
		expect(await log.size()).toEqual({ entries: 3, bytes: 9 });
		await log.close();
	});

	test("finds the entries of one item, also after a position", async () => {
		const log = await open();
		await log.append([entry(1, ["a"]), entry(2, ["b"]), entry(3, ["a", "b"])]);
		expect(await log.positionsOf("a", 0)).toEqual([1, 3]);
		expect(await log.positionsOf("a", 1)).toEqual([3]);
		expect(await log.positionsOf("nobody", 0)).toEqual([]);
		expect(Object.fromEntries(await log.positions())).toEqual({ a: [1, 3], b: [2, 3] });
		await log.close();
	});

	test("keeps an entry once, however often it arrives", async () => {
		const log = await open();
		await log.append([entry(1, ["a"])]);
		expect(await log.append([entry(1, ["a"])])).toEqual([0]);
		expect(await log.append([entry(1, ["a"]), entry(2, ["a"])])).toEqual([0, 2]);
		expect((await log.positionsOf("a", 0)).length).toBe(2);
		await log.close();
	});

	test("knows the last entry of each device", async () => {
		const log = await open();
		await log.append([entry(1, ["a"]), entry(2, ["a"]), entry(1, ["a"], "d2")]);
		expect((await log.lastOf("s", "d1"))?.number).toBe(2);
		expect((await log.lastOf("s", "d2"))?.number).toBe(1);
		expect(await log.lastOf("s", "d3")).toBeNull();
		expect(await log.lastOf("other", "d1")).toBeNull();
		await log.close();
	});

	test("puts a damaged entry aside without losing it", async () => {
		const log = await open();
		await log.append([entry(1, ["a"]), entry(2, ["a"])]);
		await log.quarantine(1, "cannot-open", 99);
		expect(await log.positionsOf("a", 0)).toEqual([2]);
		const [kept] = await log.quarantined();
		expect(kept).toMatchObject({ id: "d1-1", why: "cannot-open", items: ["a"], at: 99 });
		expect([...(kept?.bytes ?? [])]).toEqual([1, 1, 2]);
		expect(await log.append([entry(3, ["a"])])).toEqual([3]);
		expect(await log.change({ release: ["d1-1"], add: [entry(1, ["a"])] })).toEqual([4]);
		expect(await log.quarantined()).toEqual([]);
		expect((await log.at([4]))[0]).toMatchObject({ id: "d1-1", items: ["a"], number: 1 });
		expect(await log.positionsOf("a", 0)).toEqual([2, 3, 4]);
		await log.close();
	});

	test("keeps the newest snapshot of an item until it is dropped", async () => {
		const log = await open();
		expect(await log.snapshot("a")).toBeNull();
		await log.putSnapshot({ item: "a", bytes: new Uint8Array([1]), seq: 1, updated: 5 });
		await log.putSnapshot({ item: "a", bytes: new Uint8Array([2]), seq: 2, updated: 6 });
		expect(await log.snapshot("a")).toMatchObject({ seq: 2, updated: 6 });
		await log.dropSnapshots(["a"]);
		expect(await log.snapshot("a")).toBeNull();
		await log.close();
	});

	test("changes many things together, or nothing of it", async () => {
		const log = await open();
		await log.append([entry(1, ["a"]), entry(2, ["a", "b"])]);
		await log.putSnapshot({ item: "a", bytes: new Uint8Array([1]), seq: 2, updated: 5 });
		const waits = { ...entry(3, ["c"]), is: "waiting" } as const;
		const aside = { ...entry(4, []), why: "bad-change", at: 7 };
		const local = { ...unknownSpace("s"), server: "wss://example.org" };
		const moved = { ...entry(1, ["a"]), space: "t" };
		const change = { remove: [1], add: [moved], setOutside: [waits], quarantine: [aside], spaces: [local], dropSnapshots: ["a"] };
		expect(await log.change(change)).toEqual([3]);
		expect(await log.positionsOf("a", 0)).toEqual([2, 3]);
		expect(await log.snapshot("a")).toBeNull();
		expect(await log.spaces()).toEqual([local]);
		expect(await log.renewDue()).toBe("");
		await log.change({ renewDue: "d1" });
		await log.change({ takeInside: [] });
		expect(await log.renewDue()).toBe("d1");
		await log.change({ renewDue: "" });
		expect(await log.renewDue()).toBe("");
		expect(await log.outside("s", "waiting")).toEqual([waits]);
		expect(await log.allOutside()).toEqual([waits]);
		expect(await log.known(["d1-1", "d1-2", "d1-3", "d1-4", "d1-5"])).toEqual(new Set(["d1-1", "d1-2", "d1-3", "d1-4"]));
		expect((await log.lastOf("s", "d1"))?.number).toBe(4);
		expect((await log.considered("d1-1"))?.number).toBe(1);
		expect((await log.considered("d1-4"))?.number).toBe(4);
		expect(await log.considered("d1-3")).toBeNull();
		expect(await log.size()).toEqual({ entries: 2, bytes: 6 });
		expect(await log.change({ takeInside: ["d1-3"], add: [entry(3, ["c"])] })).toEqual([4]);
		expect(await log.outside("s", "waiting")).toEqual([]);
		await log.close();
	});

	test("gives the entries of one space in their order, and how many are left", async () => {
		const log = await open();
		const other = (number: number): NewLogEntry => ({ ...entry(number, [], "d2"), space: "t", lane: "membership" });
		await log.append([entry(1, ["a"]), other(1), entry(2, ["b"]), other(2), entry(3, ["c"])]);
		expect((await log.ofSpace("s", 0, 2)).map(({ seq }) => seq)).toEqual([1, 3]);
		expect((await log.ofSpace("s", 1, 10)).map(({ seq }) => seq)).toEqual([3, 5]);
		expect((await log.ofSpace("s", 5, 10)).length).toBe(0);
		expect([await log.countOf("s", 0), await log.countOf("s", 3), await log.countOf("nowhere", 0)]).toEqual([3, 1, 0]);
		expect([await log.lastOfSpace("s"), await log.lastOfSpace("t"), await log.lastOfSpace("nowhere")]).toEqual([5, 4, 0]);
		expect((await log.statements()).map(({ id }) => id)).toEqual(["d2-1", "d2-2"]);
		expect((await log.byIds(["d1-3", "nobody", "d1-1"])).map(({ id }) => id)).toEqual(["d1-3", "d1-1"]);
		expect(Object.fromEntries(await log.numbersOf("s"))).toEqual({ d1: 3 });
		await log.close();
	});

	test("carries on what is aside or waits for a key, and finds it", async () => {
		const log = await open();
		const aside = { ...entry(2, []), aside: "bad-change", asideSince: 7 };
		await log.append([entry(1, ["a"]), aside, { ...entry(1, [], "d2"), space: "t", unopened: "t" }]);
		expect(await log.aside()).toEqual([{ ...aside, seq: 2 }]);
		expect((await log.unopened("s")).length).toBe(0);
		expect((await log.unopened(null)).map(({ id }) => id)).toEqual(["d2-1"]);
		expect((await log.ofSpace("s", 0, 10)).map(({ id }) => id)).toEqual(["d1-1", "d1-2"]);
		expect((await log.lastOf("s", "d1"))?.number).toBe(2);
		await log.close();
	});

	test("carries on what came late, and finds it", async () => {
		const log = await open();
		await log.append([entry(1, ["a"]), { ...entry(2, []), late: "s" }, { ...entry(1, [], "d2"), space: "t", late: "t" }]);
		await log.append([{ ...entry(3, ["a"]), restedOn: "s" }]);
		expect((await log.restedOn("s")).map(({ id }) => id)).toEqual(["d1-3"]);
		expect(await log.restedOn("t")).toEqual([]);
		expect((await log.late("s")).map(({ id }) => id)).toEqual(["d1-2"]);
		expect((await log.late(null)).map(({ id }) => id).sort()).toEqual(["d1-2", "d2-1"]);
		expect((await log.ofSpace("s", 0, 10)).map(({ id }) => id)).toEqual(["d1-1", "d1-2", "d1-3"]);
		expect(await log.unseen(["a", "b"])).toEqual(new Set(["b"]));
		await log.close();
	});

	test("finds what waits for its key, until it is opened", async () => {
		const log = await open();
		const [seq] = await log.append([{ ...entry(1, []), unopened: "s" }, entry(2, ["a"])].slice(0, 1));
		expect((await log.unopened("s")).map(({ id }) => id)).toEqual(["d1-1"]);
		expect(await log.unopened("t")).toEqual([]);
		expect(await log.change({ remove: [seq ?? 0], add: [entry(1, ["a"])] })).toEqual([2]);
		expect(await log.unopened("s")).toEqual([]);
		await log.close();
	});

	test("keeps how far one is with each remote, and the name of its numbering", async () => {
		const log = await open();
		expect(await log.marks("r", ["s"])).toEqual([null]);
		await log.keepMarks("r", "s", { numbering: "n", received: 3, sent: 2 });
		await log.keepMarks("r", "s", { numbering: "n", received: 4, sent: 2 });
		await log.keepMarks("q", "s", { numbering: "m", received: 1, sent: 0 });
		expect(await log.marks("r", ["t", "s"])).toEqual([null, expect.objectContaining({ numbering: "n", received: 4, sent: 2 })]);
		expect((await log.marksOf("s")).map(({ remote }) => remote).sort()).toEqual(["q", "r"]);
		expect(await log.numbering()).toBe(await log.numbering());
		await log.close();
	});
});
