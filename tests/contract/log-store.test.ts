/** What every log promises, run on each implementation. */
import { IDBFactory, IDBKeyRange } from "fake-indexeddb";
import { describe, expect, test } from "vitest";
import { openDexieLog } from "../../renderer/engine/log/dexie-log";
import type { LogStore, NewLogEntry } from "../../renderer/engine/log/log-store";
import { memoryLog } from "../../renderer/engine/log/memory-log";

const implementations: readonly { readonly name: string; readonly open: () => Promise<LogStore> }[] = [
	{ name: "in IndexedDB", open: () => openDexieLog("log", { indexedDB: new IDBFactory(), IDBKeyRange }) },
	{ name: "in memory", open: async () => memoryLog() },
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
		expect(await log.release("d1-1")).toBe(4);
		expect(await log.release("d1-1")).toBe(0);
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
});
