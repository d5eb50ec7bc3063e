/** What was acknowledged stays, whatever fails around it. */
import { describe, expect, test } from "vitest";
import type { Library } from "../../renderer/engine/library/library";
import { LogFull } from "../../renderer/engine/log/log-store";
import { openTestBook, type TestDisk, testDisk } from "./test-book";

const page = (title: string, body = "text", id?: string) =>
	({ do: "create", kind: "page", fields: { title, body }, ...(id === undefined ? {} : { id }) }) as const;

/** Makes the next `count` writes of the library fail. */
function failingLibrary(disk: TestDisk): { fail(count: number): void } {
	let left = 0;
	disk.wrapLibrary = (library: Library): Library => ({
		...library,
		put: async (projections, fresh) => {
			if (left > 0) {
				left -= 1;
				throw new Error("the library refuses");
			}
			return library.put(projections, fresh);
		},
	});
	return {
		fail(count) {
			left = count;
		},
	};
}

describe("many items changed at once", () => {
	test("can be read and written on while their change is being saved, and after a restart", async () => {
		const disk = await testDisk();
		let slow = false;
		disk.wrapLog = (log) => ({
			...log,
			append: async (entries) => {
				if (slow) await new Promise((resolve) => setTimeout(resolve, 60));
				return log.append(entries);
			},
		});
		const book = await openTestBook(disk);
		const { ids } = await book.run(Array.from({ length: 300 }, (_, n) => page(`P ${n}`)));
		const first = String(ids[0]);
		slow = true;
		const bulk = book.run(ids.map((id) => ({ do: "tag", id, params: { tag: "all" } })));
		await new Promise((resolve) => setTimeout(resolve, 30));
		expect((await book.ask("history", { id: first })).length).toBe(1);
		await bulk;
		await book.run([{ do: "tag", id: first, params: { tag: "more" } }]);
		await book.close();
		const again = await openTestBook(disk);
		await again.run([{ do: "tag", id: first, params: { tag: "third" } }]);
		expect((await again.ask("item", { id: first }))?.tags).toEqual(["all", "more", "third"]);
		expect((await again.ask("tags", {})).find(({ tag }) => tag === "all")?.count).toBe(300);
		expect(disk.problems).toEqual([]);
		await again.close();
	});
});

describe("when something beside the log fails", () => {
	test("a snapshot that cannot be written costs nothing", async () => {
		const disk = await testDisk();
		disk.wrapLog = (log) => ({ ...log, putSnapshot: () => Promise.reject(new LogFull()) });
		const book = await openTestBook(disk);
		const { ids } = await book.run([page("Busy", "")]);
		const id = String(ids[0]);
		for (let n = 0; n < 140; n++) await book.run([{ do: "tag", id, params: { tag: `t${n}` } }]);
		const session = await book.openText(id);
		expect(await session.push(session.version, [{ origin: "me", splices: [{ at: 0, remove: 0, insert: "precious words" }] }])).toEqual({
			outcome: "accepted",
		});
		await book.close();
		const again = await openTestBook(disk);
		expect(await again.ask("text", { id })).toBe("precious words");
		await again.close();
	});

	test("what the library refuses is put later, and a restart misses nothing", async () => {
		const disk = await testDisk();
		const library = failingLibrary(disk);
		const book = await openTestBook(disk);
		const { ids } = await book.run([page("One", "old")]);
		const one = String(ids[0]);
		const session = await book.openText(one);
		await session.push(session.version, [{ origin: "me", splices: [{ at: 0, remove: 3, insert: "new" }] }]);
		library.fail(2);
		const { ids: made } = await book.run([page("Two")]);
		await book.run([page("Three")]);
		await book.close();
		library.fail(0);
		const again = await openTestBook(disk);
		expect(await again.ask("text", { id: one })).toBe("new");
		expect((await again.ask("item", { id: String(made[0]) }))?.title).toBe("Two");
		expect((await again.ask("counts", {})).page).toBe(3);
		await again.close();
	});

	test("a rebuild that fails leaves nothing out after a restart", async () => {
		const disk = await testDisk();
		const library = failingLibrary(disk);
		const book = await openTestBook(disk);
		await book.run(Array.from({ length: 30 }, (_, n) => page(`P ${n}`)));
		library.fail(1);
		await expect(book.job("rebuild-library", {}).finished).rejects.toMatchObject({ code: "failed" });
		await book.run([page("After")]);
		await book.close();
		const again = await openTestBook(disk);
		expect((await again.ask("counts", {})).page).toBe(31);
		await again.close();
	});

	test("a damaged snapshot is thrown away and the item read from the log", async () => {
		const disk = await testDisk();
		const book = await openTestBook(disk);
		const { ids } = await book.run([page("Item", "words")]);
		const id = String(ids[0]);
		await book.log.putSnapshot({ item: id, bytes: new Uint8Array([1, 2, 3]), seq: 1, updated: 1 });
		await book.close();
		const again = await openTestBook(disk);
		await again.run([{ do: "tag", id, params: { tag: "x" } }]);
		expect((await again.ask("history", { id })).length).toBeGreaterThan(0);
		await again.job("rebuild-library", {}).finished;
		expect(await again.ask("text", { id })).toBe("words");
		await again.close();
	});
});

test("a text that is opened while a command on it is being saved shows the change once", async () => {
	const disk = await testDisk();
	disk.wrapLog = (log) => ({
		...log,
		append: async (entries) => {
			await new Promise((resolve) => setTimeout(resolve, 30));
			return log.append(entries);
		},
	});
	const book = await openTestBook(disk);
	const { ids } = await book.run([page("Page", "see [[Old]]")]);
	const id = String(ids[0]);
	await book.ask("history", { id });
	const rename = book.run([{ do: "retarget-links", id, params: { from: ["Old"], to: "Newer" } }]);
	await new Promise((resolve) => setTimeout(resolve, 10));
	const session = await book.openText(id);
	const updates: unknown[] = [];
	session.onUpdates((_, more) => updates.push(...more));
	await rename;
	expect(session.text).toBe("see [[Newer]]");
	expect(updates).toEqual([]);
	await book.close();
});

test("an item cannot be made a second time under the same id", async () => {
	const disk = await testDisk();
	const book = await openTestBook(disk);
	const id = "abcdefghijklmnopqrstuvwxyz";
	await book.run([page("First", "kept", id)]);
	await expect(book.run([page("Second", "x", id)])).rejects.toMatchObject({ code: "bad-request" });
	const twin = "bbcdefghijklmnopqrstuvwxyz";
	await expect(book.run([page("A", "", twin), page("B", "", twin)])).rejects.toMatchObject({ code: "bad-request" });
	await book.close();
	const again = await openTestBook(disk);
	await again.run([{ do: "tag", id, params: { tag: "x" } }]);
	expect(await again.ask("text", { id })).toBe("kept");
	await again.close();
});

test("a device's number is not used again after its last entry was put aside", async () => {
	const disk = await testDisk();
	const book = await openTestBook(disk);
	await book.run([page("One")]);
	await book.run([page("Two")]);
	await book.log.quarantine(3, "cannot-open", 1);
	await book.close();
	const again = await openTestBook(disk);
	await again.run([page("Three")]);
	// The entry that was put aside can be read after all, so it is back.
	expect((await again.log.after(0, 10)).map(({ number }) => number)).toEqual([1, 2, 3, 4]);
	await again.close();
});
