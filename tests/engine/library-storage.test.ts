/** RxDB on the library's storage behaves as RxDB does: answers, conflicts and live queries. */
import { IDBFactory, IDBKeyRange } from "fake-indexeddb";
import { createRxDatabase, type RxCollection, type RxJsonSchema } from "rxdb/plugins/core";
import { afterEach, expect, test, vi } from "vitest";
import { libraryStorage } from "../../renderer/engine/library/storage/library-storage";
import { tableOver } from "../../renderer/engine/library/table";

interface Word {
	readonly id: string;
	readonly letter: string;
	readonly text: string;
}

const schema: RxJsonSchema<Word> = {
	version: 0,
	primaryKey: "id",
	type: "object",
	properties: { id: { type: "string", maxLength: 20 }, letter: { type: "string", maxLength: 4 }, text: { type: "string" } },
	required: ["id", "letter"],
	indexes: [["letter"]],
};

const open: { close(): Promise<unknown> }[] = [];
afterEach(async () => {
	for (const database of open.splice(0)) await database.close();
});

async function openWords(indexedDB = new IDBFactory()): Promise<RxCollection<Word>> {
	const database = await createRxDatabase({ name: "words", storage: libraryStorage({ indexedDB, IDBKeyRange }), multiInstance: false });
	open.push(database);
	const { words } = await database.addCollections({ words: { schema } });
	return words as unknown as RxCollection<Word>;
}

const word = (id: string, letter: string, text = id): Word => ({ id, letter, text });
const shown = (words: readonly { readonly text: string }[]): readonly string[] => words.map(({ text }) => text);

test("a live query hears of rows that are added, changed and removed through the table", async () => {
	const words = await openWords();
	const table = tableOver(words);
	const heard: (readonly string[])[] = [];
	words.find({ selector: { letter: "b" }, sort: [{ id: "asc" }] }).$.subscribe((found) => heard.push(shown(found)));
	await expect.poll(() => heard.at(-1)).toEqual([]);
	await table.write([word("bear", "b"), word("cat", "c"), word("bee", "b")], new Map());
	await expect.poll(() => heard.at(-1)).toEqual(["bear", "bee"]);
	const before = new Map((await table.get(["bear", "bee"])).map((row) => [row.id, row]));
	await table.write([word("bear", "b", "a large bear")], before);
	await expect.poll(() => heard.at(-1)).toEqual(["a large bear", "bee"]);
	await table.remove(await table.get(["bee"]));
	await expect.poll(() => heard.at(-1)).toEqual(["a large bear"]);
});

test("what was removed is in no answer, and can be added again", async () => {
	const indexedDB = new IDBFactory();
	const words = await openWords(indexedDB);
	const table = tableOver(words);
	await table.write([word("bear", "b"), word("bee", "b")], new Map());
	await table.remove(await table.get(["bear"]));
	expect(await table.get(["bear"])).toEqual([]);
	expect(shown(await table.where({ selector: { letter: "b" } }))).toEqual(["bee"]);
	expect(await table.count({ letter: "b" })).toBe(1);
	await table.write([word("bear", "b", "again")], new Map());
	expect(shown(await table.get(["bear"]))).toEqual(["again"]);
});

test("a new row in place of one that is there is refused, and the others of the batch are kept", async () => {
	const words = await openWords();
	const table = tableOver(words);
	await table.write([word("bear", "b", "first")], new Map());
	await expect(table.write([word("bear", "b", "second"), word("cat", "c")], new Map())).rejects.toThrow("could not keep 1 rows");
	expect(shown(await table.get(["bear", "cat"]))).toEqual(["first", "cat"]);
	await expect(words.insert(word("bear", "b"))).rejects.toMatchObject({ code: "CONFLICT" });
	await words.upsert(word("bear", "b", "third"));
	expect(shown(await table.get(["bear"]))).toEqual(["third"]);
});

test("more rows than are read at once come in the order of the index, from any place on", async () => {
	const table = tableOver(await openWords());
	const all = Array.from({ length: 2500 }, (_, n) => word(`w${String(n).padStart(5, "0")}`, n % 3 === 0 ? "a" : "b"));
	await table.write([...all].reverse(), new Map());
	const ofA = all.filter(({ letter }) => letter === "a").map(({ id }) => id);
	expect(shown(await table.where({ selector: { letter: "a" } }))).toEqual(ofA);
	expect(shown(await table.where({ selector: { letter: "a" }, limit: 7, skip: 500 }))).toEqual(ofA.slice(500, 507));
	expect(shown(await table.where({ selector: { letter: "a", text: { $gt: "w02400" } } }))).toEqual(ofA.filter((id) => id > "w02400"));
	expect(shown(await table.where({ selector: {}, sort: [{ id: "asc" }] }))).toEqual(all.map(({ id }) => id));
	expect(await table.where({ selector: { letter: "a" }, limit: 0 })).toEqual([]);
});

test("rows are there when the database is opened again, and nothing is said on the console", async () => {
	const warn = vi.spyOn(console, "warn");
	const indexedDB = new IDBFactory();
	await tableOver(await openWords(indexedDB)).write([word("bear", "b")], new Map());
	for (const database of open.splice(0)) await database.close();
	expect(shown(await tableOver(await openWords(indexedDB)).where({ selector: { letter: "b" } }))).toEqual(["bear"]);
	expect(warn).not.toHaveBeenCalled();
	warn.mockRestore();
});
