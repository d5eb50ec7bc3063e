import { createHash } from "node:crypto";
import { appendFile, cp, readdir, readFile, stat, truncate, writeFile } from "node:fs/promises";
import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, onTestFinished, test } from "vitest";
import { createJournal, type Journal } from "../../electron/journal/journal";
import type { JournalEntry } from "../../shared/host";
import { temporaryFolder } from "./temporary-folder";

function entry(bytes: Uint8Array): JournalEntry {
	return { id: createHash("sha256").update(bytes).digest("hex"), bytes };
}
const entries = (from: number, to: number, size = 100): JournalEntry[] =>
	Array.from({ length: to - from }, (_, index) => entry(new Uint8Array(size).fill((from + index) % 256).fill((from + index) >> 8, 0, 1)));
const idsOf = (all: readonly JournalEntry[]): string[] => all.map(({ id }) => id);

function open(folder: string, segment?: number): Journal {
	const journal = createJournal(folder, segment);
	onTestFinished(() => journal.close());
	return journal;
}

async function readAll(journal: Journal): Promise<{ readonly all: JournalEntry[]; readonly damaged: number }> {
	const all: JournalEntry[] = [];
	let damaged = 0;
	let from: string | null = null;
	do {
		const part = await journal.read(from);
		all.push(...part.entries);
		damaged += part.damaged;
		from = part.next;
	} while (from !== null);
	return { all, damaged };
}

async function newFolder(): Promise<string> {
	return join(await temporaryFolder(), "journal");
}

test("what was handed over is there in its order, also after the app was started again, over many segments", async () => {
	const folder = await newFolder();
	const first = open(folder, 1000);
	for (let from = 0; from < 100; from += 7) await first.append(entries(from, Math.min(100, from + 7)), []);
	await first.close();
	const again = open(folder, 1000);
	await again.append(entries(100, 120), []);
	const { all, damaged } = await readAll(again);
	expect(idsOf(all)).toEqual(idsOf(entries(0, 120)));
	expect(all).toEqual(entries(0, 120));
	expect(damaged).toBe(0);
	expect((await readdir(folder)).length).toBeGreaterThan(3);
	const { last } = await again.state();
	expect(last.length).toBeLessThanOrEqual(64);
	expect(last.slice(-20)).toEqual(idsOf(entries(100, 120)));
});

test("an empty journal says so, and makes no file before there is something for it", async () => {
	const folder = await newFolder();
	const journal = open(folder);
	expect(await journal.state()).toEqual({ last: [], bytes: 0 });
	expect(await journal.read(null)).toEqual({ entries: [], next: null, damaged: 0 });
	expect(await journal.isEmpty()).toBe(true);
	await journal.append([], []);
	await journal.setAside();
	await expect(stat(folder)).rejects.toMatchObject({ code: "ENOENT" });
});

test("what is handed over at the same time goes to the disk together, and each hears of it", async () => {
	const folder = await newFolder();
	const journal = open(folder);
	await Promise.all(entries(0, 500).map((one) => journal.append([one], [])));
	expect(idsOf((await readAll(open(folder))).all)).toEqual(idsOf(entries(0, 500)));
});

test("what is no longer in the log is passed over, unless it came back", async () => {
	const journal = open(await newFolder(), 500);
	const all = entries(0, 30);
	await journal.append(all, []);
	await journal.append([], idsOf(all.slice(3, 6)));
	await journal.append(all.slice(4, 5), []);
	expect(new Set(idsOf((await readAll(journal)).all))).toEqual(new Set(idsOf(all.filter((_, index) => index !== 3 && index !== 5))));
});

test("an envelope of the largest size has a place", async () => {
	const journal = open(await newFolder(), 1000);
	const large = entry(new Uint8Array(64 * 1024 * 1024).fill(3));
	await journal.append([...entries(0, 2), large, ...entries(2, 4)], []);
	expect(idsOf((await readAll(journal)).all)).toEqual(idsOf([...entries(0, 2), large, ...entries(2, 4)]));
});

describe("whatever happens to the files", () => {
	test("an end that was torn off anywhere costs what was torn, and what comes later is kept", async () => {
		const folder = await newFolder();
		const journal = open(folder);
		await journal.append(entries(0, 10), []);
		await journal.close();
		const path = join(folder, "000001.journal");
		const whole = await readFile(path);
		await fc.assert(
			fc.asyncProperty(fc.integer({ min: 10, max: whole.length - 1 }), async (length) => {
				const elsewhere = await newFolder();
				await cp(folder, elsewhere, { recursive: true });
				await truncate(join(elsewhere, "000001.journal"), length);
				const torn = createJournal(elsewhere);
				const kept = Math.floor((length - 10) / ((whole.length - 10) / 10));
				expect((await torn.state()).last).toEqual(idsOf(entries(0, kept)));
				await torn.append(entries(20, 22), []);
				expect(idsOf((await readAll(torn)).all)).toEqual(idsOf([...entries(0, kept), ...entries(20, 22)]));
				await torn.close();
			}),
			{ numRuns: 30 },
		);
	});

	test("a flipped bit anywhere costs at most what is behind it in its segment, and is noticed", async () => {
		const folder = await newFolder();
		const journal = open(folder, 1000);
		await journal.append(entries(0, 10), []);
		await journal.append(entries(10, 20), []);
		await journal.close();
		const path = join(folder, "000001.journal");
		const whole = await readFile(path);
		for (let at = 0; at < whole.length; at += 13) {
			const damaged = Buffer.from(whole);
			damaged[at] = (damaged[at] ?? 0) ^ 4;
			await writeFile(path, damaged);
			const read = await readAll(createJournal(folder));
			expect(read.damaged).toBeGreaterThan(0);
			const known = new Set(idsOf(entries(0, 20)));
			for (const one of read.all) expect(known.has(one.id) && entry(one.bytes).id === one.id).toBe(true);
			expect(idsOf(read.all)).toEqual(expect.arrayContaining(idsOf(entries(10, 20))));
		}
	});

	test("files that are no segments are left alone", async () => {
		const folder = await newFolder();
		const journal = open(folder);
		await journal.append(entries(0, 3), []);
		await journal.close();
		await writeFile(join(folder, "notes.txt"), "mine");
		await writeFile(join(folder, "000002.journal"), "nothing of ours");
		const again = open(folder);
		await again.append(entries(3, 5), []);
		expect(idsOf((await readAll(again)).all)).toEqual(idsOf(entries(0, 5)));
		expect(await readFile(join(folder, "000002.journal"), "utf8")).toBe("nothing of ours");
	});

	test("a disk error is told, and the next append starts where the last good one ended", async () => {
		const folder = await newFolder();
		const journal = open(folder);
		await journal.append(entries(0, 3), []);
		await journal.close();
		await appendFile(join(folder, "000001.journal"), Buffer.from([0, 0, 0, 90, 1, 2, 3]));
		const again = open(folder);
		await again.append(entries(3, 6), []);
		expect((await readAll(again)).all.map(({ id }) => id)).toEqual(idsOf(entries(0, 6)));
	});
});

test("set aside, it is kept under another name and a new one begins", async () => {
	const folder = await newFolder();
	const journal = open(folder);
	await journal.append(entries(0, 3), []);
	await journal.setAside();
	expect(await journal.isEmpty()).toBe(true);
	await journal.append(entries(5, 6), []);
	expect(idsOf((await readAll(journal)).all)).toEqual(idsOf(entries(5, 6)));
	const names = await readdir(join(folder, ".."));
	const aside = names.find((name) => name.startsWith("journal-"));
	expect(idsOf((await readAll(open(join(folder, "..", aside ?? "")))).all)).toEqual(idsOf(entries(0, 3)));
});
