/** A long list can be read before all its rows are there. */
import { expect, test } from "vitest";
import type { ListSpec, ListState } from "../../renderer/engine/contract";
import { openTestBook, type TestDisk, testDisk } from "./test-book";

const NEWEST: ListSpec = { kinds: ["page"], sort: { by: "updated", descending: true } };

/** Holds back the reading of all rows until it is let go. */
function slowRows(disk: TestDisk): { go(): void } {
	let go = (): void => undefined;
	const gone = new Promise<void>((resolve) => {
		go = resolve;
	});
	disk.wrapLibrary = (library) => ({
		...library,
		ofKind: async (kind) => {
			await gone;
			return library.ofKind(kind);
		},
	});
	return { go };
}

async function bookOfPages(count: number): Promise<TestDisk> {
	const disk = await testDisk();
	let now = 1_700_000_000_000;
	disk.clock = () => now;
	const book = await openTestBook(disk);
	// Some at the same moment, as an import makes them; some favourites, some in the trash.
	const pages = Array.from({ length: count }, (_, n) => ({ do: "create", kind: "page", fields: { title: `P ${n}`, body: "" } }) as const);
	const { ids } = await book.run(pages.slice(0, count / 2));
	now += 1000;
	const { ids: more } = await book.run(pages.slice(count / 2));
	now += 1000;
	await book.run([3, 7, 11].map((at) => ({ do: "set-favourite", id: String(ids[at]), params: { favourite: true } })));
	await book.run([...ids.slice(12, 15), ...more.slice(2, 4)].map((id) => ({ do: "trash", id, params: { at: now } })));
	await book.close();
	return disk;
}

test("the newest rows come at once, in the order in which the whole list has them", async () => {
	const disk = await bookOfPages(200);
	const rows = slowRows(disk);
	const book = await openTestBook(disk);
	const states: ListState[] = [];
	const list = book.list(NEWEST, (state) => states.push(state));
	const first = await list.rows(0, 64);
	await expect.poll(() => states).toMatchObject([{ total: 195 }]);
	expect(first).toHaveLength(64);
	const later = list.rows(64, 195);
	rows.go();
	expect(await later).toHaveLength(131);
	expect(await list.rows(0, 64)).toEqual(first);
	expect(states.map(({ total }) => total)).toEqual([195, 195]);
	expect((await list.ids()).slice(0, 64)).toEqual(first.map(({ id }) => id));
	list.close();
	await book.close();
});

test("a list that fits is whole at once; one in another order waits for all rows", async () => {
	const disk = await bookOfPages(40);
	const rows = slowRows(disk);
	const book = await openTestBook(disk);
	const list = book.list(NEWEST, () => undefined);
	expect(await list.rows(0, 300)).toHaveLength(35);
	const byTitle = book.list({ ...NEWEST, sort: { by: "title", descending: false } }, () => undefined);
	let there = false;
	const waiting = byTitle.rows(0, 64).then((found) => {
		there = true;
		return found;
	});
	await list.rows(0, 10);
	expect(there).toBe(false);
	rows.go();
	expect((await waiting).map(({ title }) => title).slice(0, 2)).toEqual(["P 0", "P 1"]);
	await book.close();
});

test("what is written before all rows are there is in the list", async () => {
	const disk = await bookOfPages(100);
	const rows = slowRows(disk);
	const book = await openTestBook(disk);
	const list = book.list(NEWEST, () => undefined);
	await list.rows(0, 64);
	const { ids } = await book.run([{ do: "create", kind: "page", fields: { title: "Just now", body: "" } }]);
	rows.go();
	await expect.poll(() => list.ids()).toContain(ids[0]);
	await book.close();
});
