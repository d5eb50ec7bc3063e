/** An earlier version's library lies on the disk until the new one has everything. */
import { expect, test } from "vitest";
import { PROJECTION } from "../../renderer/engine/library/schemas";
import { openTestBook, type TestDisk, testDisk } from "./test-book";

const page = (title: string) => ({ do: "create", kind: "page", fields: { title, body: "text" } }) as const;

function make(disk: TestDisk, name: string): Promise<void> {
	return new Promise((resolve, reject) => {
		const request = disk.indexedDB.open(name, 1);
		request.onerror = () => reject(request.error);
		request.onsuccess = () => {
			request.result.close();
			resolve();
		};
	});
}

const namesOn = async (disk: TestDisk): Promise<readonly string[]> => (await disk.indexedDB.databases()).map(({ name }) => name ?? "");

test("what an earlier version kept goes once the new library is complete, and nothing else does", async () => {
	const disk = await testDisk();
	const before = await openTestBook(disk);
	const { ids } = await before.run([page("Valves")]);
	await before.close();
	// As it is after an update: the log, and a library of another version.
	for (const name of await namesOn(disk)) if (name.includes("library")) disk.indexedDB.deleteDatabase(name);
	const former = [`rxdb-dexie-library-${PROJECTION - 1}--0--items`, `rxdb-dexie-library-${PROJECTION - 1}--0--_rxdb_internal`];
	const others = [`rxdb-dexie-library-${PROJECTION + 1}--0--items`, "rxdb-dexie-other-1--0--items"];
	for (const name of [...former, ...others]) await make(disk, name);

	let whileFilling: readonly string[] = [];
	disk.wrapLibrary = (library) => ({
		...library,
		async put(projections, fresh) {
			whileFilling = await namesOn(disk);
			return library.put(projections, fresh);
		},
	});
	const book = await openTestBook(disk);
	expect(whileFilling).toEqual(expect.arrayContaining(former));
	expect(await book.ask("item", { id: String(ids[0]) })).toMatchObject({ title: "Valves" });
	await expect.poll(async () => (await namesOn(disk)).filter((name) => former.includes(name))).toEqual([]);
	expect(await namesOn(disk)).toEqual(expect.arrayContaining([...others, "log"]));
	await book.close();
	// Also where the app ended just before they were deleted.
	for (const name of former) await make(disk, name);
	const again = await openTestBook(disk);
	await expect.poll(async () => (await namesOn(disk)).filter((name) => former.includes(name))).toEqual([]);
	expect(await again.ask("item", { id: String(ids[0]) })).toMatchObject({ title: "Valves" });
	await again.close();
});
