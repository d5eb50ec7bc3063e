/** What a laptop looks at by itself in every space, whenever something was stated: it stays cheap, however many there are. */
import { beforeEach, expect, test } from "vitest";
import { loadAutomerge } from "../test-book";
import { bring, envelopesOf, type Laptop, laptop, meet, restart, team } from "./laptops";

let ada: Laptop;
let ben: Laptop;
let spaces: readonly string[];
/** How often all statements of the book of Ben were read. */
let readings: number;

beforeEach(async () => {
	await loadAutomerge();
	[ada, ben] = [await laptop(), await laptop()];
	const made: string[] = [];
	for (let count = 0; count < 3; count++) made.push(await team(ada, { laptop: ben, role: "editor" }));
	spaces = made;
	await meet(String(spaces[0]), ada, ben);
	ben.disk.wrapLog = (log) => ({
		...log,
		statements() {
			readings += 1;
			return log.statements();
		},
	});
	return async () => {
		for (const one of [ada, ben]) await one.book.close();
	};
});

/** Starts Ben's book again; gives how often the statements were read until it had looked at these spaces. */
async function readingsAtStart(looked: readonly string[]): Promise<number> {
	readings = 0;
	await restart(ben);
	for (const space of looked) await bring(ben, space, []);
	return readings;
}

test("where nothing waits, tending the spaces reads no statements", async () => {
	await readingsAtStart(spaces);
	for (const space of spaces) {
		await ada.book.act("rename-space", { space, name: "Renamed" });
		readings = 0;
		await bring(ben, space, await envelopesOf(ada, space));
		expect((await ben.book.ask("space", { space }))?.name).toBe("Renamed");
		expect(readings).toBe(0);
	}
});

test("a start reads the statements as often in a book of one space as in one of four", async () => {
	const alone = await laptop();
	let readAlone = 0;
	alone.disk.wrapLog = (log) => ({
		...log,
		statements() {
			readAlone += 1;
			return log.statements();
		},
	});
	await restart(alone);
	await alone.book.desk();
	await alone.book.close();
	expect(await readingsAtStart(spaces)).toBe(readAlone);
});
