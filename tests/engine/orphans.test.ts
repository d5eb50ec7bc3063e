import { createHash } from "node:crypto";
import { Dexie } from "dexie";
import { IDBKeyRange } from "fake-indexeddb";
import fc from "fast-check";
import sodium from "libsodium-wrappers-sumo";
import { describe, expect, test } from "vitest";
import { initialChanges } from "../../renderer/engine/documents/initial-change";
import { unmentioned } from "../../renderer/engine/documents/unmentioned";
import type { RunningEngine } from "../../renderer/engine/engine";
import { sweepOrphans } from "../../renderer/engine/jobs/orphan-sweep";
import { memoryLog } from "../../renderer/engine/log/memory-log";
import type { Host } from "../../shared/host";
import { toDocument } from "../../shared/model/document";
import { fileModel } from "../../shared/model/file";
import { newItemId } from "../../shared/model/ids";
import { openTestBook, type TestDisk, testDisk } from "./test-book";

const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text);
const hashOf = (text: string): string => createHash("sha256").update(text).digest("hex");

async function keep(disk: TestDisk, text: string): Promise<string> {
	return (await disk.host.host.call("blobs.put", bytesOf(text))).hash;
}

const fileItem = (hash: string) => ({ do: "create", kind: "file", fields: { title: "evidence.txt", hash, size: 1 } }) as const;
const page = (body: string) => ({ do: "create", kind: "page", fields: { title: "Page", body } }) as const;

async function sweep(disk: TestDisk, book: RunningEngine): Promise<number> {
	const { host } = disk.host;
	return sweepOrphans({ host, log: book.log, library: book.library, sealer: async () => (await book.desk()).sealer });
}

describe("files that nothing refers to", () => {
	test("are removed when a killed import left them, and those of items stay", async () => {
		const disk = await testDisk();
		const [used, orphan] = [await keep(disk, "used"), await keep(disk, "orphan")];
		const book = await openTestBook(disk);
		await book.run([fileItem(used)]);
		expect(await sweep(disk, book)).toBe(0);
		disk.host.nextDay();
		expect(await sweep(disk, book)).toBe(1);
		expect([...disk.host.blobs.keys()]).toEqual([used]);
		expect(await sweep(disk, book)).toBe(0);
		await book.close();
		expect(orphan).not.toBe(used);
	});

	test("are not those in the trash, in a page's words, or in what its words were once", async () => {
		const disk = await testDisk();
		const hashes = await Promise.all(["trashed", "written", "once", "orphan"].map((text) => keep(disk, text)));
		const [trashed = "", written = "", once = ""] = hashes;
		const book = await openTestBook(disk);
		const { ids } = await book.run([fileItem(trashed), page(`see app://files/${written}!`), page(`abc${once}def`)]);
		await book.run([{ do: "trash", id: String(ids[0]) }]);
		await book.run([{ do: "set-body", id: String(ids[2]), params: { body: "gone" } }]);
		disk.host.nextDay();
		expect(await sweep(disk, book)).toBe(1);
		expect(new Set(disk.host.blobs.keys())).toEqual(new Set([trashed, written, once]));
		await book.close();
	});

	test("are not those that the library has forgotten and the log knows", async () => {
		const disk = await testDisk();
		const used = await keep(disk, "used");
		const book = await openTestBook(disk);
		await book.run([fileItem(used)]);
		disk.host.nextDay();
		const { host } = disk.host;
		const forgetful = { ...book.library(), ofKind: async () => [] };
		expect(await sweepOrphans({ host, log: book.log, library: () => forgetful, sealer: async () => (await book.desk()).sealer })).toBe(0);
		expect(disk.host.blobs.has(used)).toBe(true);
		await book.close();
	});

	test("all stay while anything is in quarantine", async () => {
		const disk = await testDisk();
		const [used, orphan] = [await keep(disk, "used"), await keep(disk, "orphan")];
		const book = await openTestBook(disk);
		await book.run([fileItem(used)]);
		await book.run([page("words")]);
		await book.log.quarantine(2, "cannot-open", 1);
		disk.host.nextDay();
		expect(await sweep(disk, book)).toBe(0);
		expect(new Set(disk.host.blobs.keys())).toEqual(new Set([used, orphan]));
		await book.close();
	});

	test("all stay while an entry of the log cannot be read", async () => {
		const disk = await testDisk();
		const orphan = await keep(disk, "orphan");
		const written = await openTestBook(disk);
		await written.run([page("one")]);
		await written.run([page("two")]);
		await written.close();
		const database = new Dexie("log", { indexedDB: disk.indexedDB, IDBKeyRange });
		await database.open();
		const entry = await database.table("envelopes").get(3);
		await database.table("envelopes").put({ ...entry, bytes: Uint8Array.from(entry.bytes).fill(7, 60) });
		database.close();
		const book = await openTestBook(disk);
		disk.host.nextDay();
		expect(await sweep(disk, book)).toBe(0);
		expect(disk.host.blobs.has(orphan)).toBe(true);
		await book.close();
	});

	test("all stay when the log is empty: it may have been lost", async () => {
		const disk = await testDisk();
		const orphan = await keep(disk, "orphan");
		const book = await openTestBook(disk);
		disk.host.nextDay();
		expect(await sweep(disk, book)).toBe(0);
		expect(disk.host.blobs.has(orphan)).toBe(true);
		await book.close();
	});

	test("stay when somebody takes them while the log is read", async () => {
		const disk = await testDisk();
		const orphan = await keep(disk, "orphan");
		const book = await openTestBook(disk);
		await book.run([page("words")]);
		disk.host.nextDay();
		const { host } = disk.host;
		const sealer = async () => {
			await keep(disk, "orphan");
			return (await book.desk()).sealer;
		};
		expect(await sweepOrphans({ host, log: book.log, library: book.library, sealer })).toBe(0);
		expect(disk.host.blobs.has(orphan)).toBe(true);
		await book.close();
	});

	test("are found whatever stands beside a hash that is in use", async () => {
		await sodium.ready;
		const write = initialChanges("ab".repeat(16), sodium.crypto_hash_sha256);
		const hex = fc.string({ unit: fc.constantFrom(..."0123456789abcdef"), maxLength: 80, size: "max" });
		await fc.assert(
			fc.asyncProperty(hex, hex, fc.nat(), async (title, mediaType, number) => {
				const used = hashOf(String(number));
				const log = memoryLog();
				const fields = fileModel.make({ title, hash: used, size: 1, mediaType }, 1);
				const change = write(toDocument(fileModel, fields), 1);
				const id = newItemId((bytes) => crypto.getRandomValues(bytes));
				await log.append([{ id: "e", space: "s", device: "d", number: 1, lane: "content", origin: null, bytes: change, items: [id] }]);
				const open = () => ({ time: 1, items: [{ id, changes: [change] }] });
				const other = hashOf(`other ${number}`);
				expect(await unmentioned([used, other], log, { open }, async () => undefined)).toEqual([other]);
			}),
			{ numRuns: 200 },
		);
	});

	test("all stay when an entry goes into quarantine while the log is read, and so is not looked through", async () => {
		const used = hashOf("used");
		const plain = Uint8Array.of(0, 0, 0, 0, 0, 0, 0, 0, 1, ...bytesOf("words"));
		const log = memoryLog();
		for (let number = 1; number <= 20; number++) {
			const mentions = number === 20 ? Uint8Array.of(...plain, ...bytesOf(used)) : plain;
			await log.append([{ id: `e${number}`, space: "s", device: "d", number, lane: "content", origin: null, bytes: mentions, items: [] }]);
		}
		const open = (bytes: Uint8Array) => ({ time: 1, items: [{ id: "a".repeat(26), changes: [bytes] }] });
		expect(await unmentioned([used], log, { open }, async () => undefined)).toEqual([]);
		let visited = 0;
		const meanwhile = async (): Promise<void> => {
			visited++;
			if (visited === 1) await log.quarantine(20, "cannot-open", 1);
		};
		expect(await unmentioned([used], log, { open }, meanwhile)).toEqual([]);
		expect(visited).toBe(19);
	});

	test("all stay when a change is compressed and so cannot be looked through", async () => {
		const log = memoryLog();
		await log.append([{ id: "e", space: "s", device: "d", number: 1, lane: "content", origin: null, bytes: new Uint8Array(), items: [] }]);
		const change = Uint8Array.of(0x85, 0x6f, 0x4a, 0x83, 0, 0, 0, 0, 2, 0);
		const open = () => ({ time: 1, items: [{ id: "a".repeat(26), changes: [change] }] });
		expect(await unmentioned([hashOf("x")], log, { open }, async () => undefined)).toEqual([]);
	});
});

describe("an import that ends without having made anything", () => {
	/** Imports these files and cancels while the last of them is being kept, after what happens meanwhile. */
	const cancelAtLast = async (disk: TestDisk, files: Readonly<Record<string, string>>, meanwhile: () => Promise<unknown>) => {
		const last = Object.keys(files)
			.filter((path) => path.endsWith(".png"))
			.at(-1);
		let cancel = (): void => undefined;
		const host: Host = {
			async call(name, ...args) {
				const answer = await disk.host.host.call(name, ...args);
				if (name !== "blobs.putFromSource" || args[1] !== last) return answer;
				await meanwhile();
				cancel();
				return answer;
			},
		};
		const book = await openTestBook({ ...disk, host: { ...disk.host, host } });
		const job = book.job("import-vault", { grant: disk.host.offer("vault", files), into: null });
		cancel = () => job.cancel();
		await expect(job.finished).rejects.toMatchObject({ code: "cancelled" });
		await book.close();
	};

	test("leaves none of its files, also not one that it kept twice", async () => {
		const disk = await testDisk();
		let most = 0;
		await cancelAtLast(disk, { "a.png": "same", "b.png": "same", "c.png": "other", "n.md": "x" }, async () => {
			most = disk.host.blobs.size;
		});
		expect(most).toBe(2);
		expect(disk.host.blobs.size).toBe(0);
	});

	test("leaves what was there before", async () => {
		const disk = await testDisk();
		const before = await keep(disk, "same");
		disk.host.nextDay();
		await cancelAtLast(disk, { "a.png": "same", "b.png": "other" }, async () => undefined);
		expect([...disk.host.blobs.keys()]).toEqual([before]);
	});

	test("leaves what somebody pasted in the same moment", async () => {
		const disk = await testDisk();
		await cancelAtLast(disk, { "a.png": "same", "b.png": "other" }, () => keep(disk, "same"));
		expect([...disk.host.blobs.keys()]).toEqual([hashOf("same")]);
	});
});

test("an export says where it went", async () => {
	const disk = await testDisk();
	const book = await openTestBook(disk);
	await book.run([page("words")]);
	const report = await book.job("export-vault", { grant: disk.host.target() }).finished;
	expect(report.source).toBe("My book");
	await book.close();
});
