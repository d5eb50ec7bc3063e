/** Many changes as a job: it says how far it is and can be given up, and then it was never begun. */
import { expect, test } from "vitest";
import type { JobProgress } from "../../renderer/engine/contract";
import { openTestBook, testDisk } from "./test-book";

const MANY = 600;

async function bookOfBookmarks() {
	const disk = await testDisk();
	const book = await openTestBook(disk);
	const making = Array.from(
		{ length: MANY },
		(_, n) => ({ do: "create", kind: "bookmark", fields: { title: `Bookmark ${n}`, url: `https://example.org/${n}` } }) as const,
	);
	const { ids } = await book.run(making);
	return { disk, book, ids };
}

const tag = (id: string) => ({ do: "tag", id, params: { tag: "all" } }) as const;
const untag = (id: string) => ({ do: "untag", id, params: { tag: "all" } }) as const;

test("it tells how far it is until everything is changed, listed and durable, and the way back is such a job too", async () => {
	const { disk, book, ids } = await bookOfBookmarks();
	const told: JobProgress[] = [];
	const job = book.job("change-many", { commands: ids.map(tag) });
	job.onProgress((progress) => told.push(progress));
	expect((await job.finished).ids).toEqual(ids);
	expect(await book.ask("tags", {})).toEqual([{ tag: "all", count: MANY }]);
	expect([...new Set(told.map(({ step }) => step))]).toEqual(["changing", "saving", "listing"]);
	expect(told.filter(({ step, done, total }) => step !== "saving" && done === total && total === MANY)).toHaveLength(2);
	expect(told.every(({ step, cancellable }) => cancellable === (step === "changing"))).toBe(true);
	await book.job("change-many", { commands: ids.map(untag) }).finished;
	expect(await book.ask("tags", {})).toEqual([]);
	await book.close();
	const again = await openTestBook(disk);
	expect(await again.ask("tags", {})).toEqual([]);
	expect(disk.problems).toEqual([]);
	await again.close();
});

test("given up on the way it has changed nothing, and everything can be changed afterwards", async () => {
	const { disk, book, ids } = await bookOfBookmarks();
	const { entries } = await book.log.size();
	const job = book.job("change-many", { commands: [...ids.map(tag), { do: "create", kind: "page", fields: { title: "Beside" } }] });
	job.onProgress(({ done }) => {
		if (done > 1) job.cancel();
	});
	await expect(job.finished).rejects.toMatchObject({ code: "cancelled" });
	expect(await book.ask("tags", {})).toEqual([]);
	expect((await book.log.size()).entries).toBe(entries);
	await book.run(ids.slice(0, 3).map(tag));
	expect(await book.ask("tags", {})).toEqual([{ tag: "all", count: 3 }]);
	await book.close();
	const again = await openTestBook(disk);
	expect(await again.ask("tags", {})).toEqual([{ tag: "all", count: 3 }]);
	expect(await again.ask("counts", {})).toMatchObject({ page: 0, bookmark: MANY });
	expect(disk.problems).toEqual([]);
	await again.close();
});

test("once it is being made durable it cannot be given up any more", async () => {
	const { book, ids } = await bookOfBookmarks();
	const job = book.job("change-many", { commands: ids.map(tag) });
	job.onProgress(({ step }) => {
		if (step === "saving") job.cancel();
	});
	await job.finished;
	expect(await book.ask("tags", {})).toEqual([{ tag: "all", count: MANY }]);
	await book.close();
});
