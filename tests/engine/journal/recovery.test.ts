/** A recovery kit on a new laptop, as the engine sees it: the keys are other ones at the next start. */
import { expect, test } from "vitest";
import { openTestBook } from "../test-book";
import { journalledDisk } from "./journalled-disk";

test("what a new laptop had begun for a new person goes when a recovery kit makes it somebody else's", async () => {
	const [old, fresh] = [await journalledDisk(), await journalledDisk()];
	const before = await openTestBook(old.disk);
	const { person } = await before.ask("me", {});
	await before.close();
	const first = await openTestBook(fresh.disk);
	await first.act("introduce", { card: { name: "Nobody yet", colour: "#123456", picture: null } });
	await first.close();
	await fresh.vault.recover(await old.vault.personSeed());
	const book = await openTestBook(fresh.disk);
	expect(await book.ask("me", {})).toMatchObject({ person, card: { name: "" } });
	expect(await book.ask("spaces", {})).toMatchObject([{ kind: "private", state: "ready" }]);
	const { ids } = await book.run([{ do: "create", kind: "page", fields: { title: "Mine again", body: "" } }]);
	expect((await book.ask("items", { ids })).map(({ title }) => title)).toEqual(["Mine again"]);
	expect(fresh.disk.problems).toEqual([]);
	await book.close();
});

test("a book in which something was written keeps it, whoever's keys come", async () => {
	const [old, fresh] = [await journalledDisk(), await journalledDisk()];
	const first = await openTestBook(fresh.disk);
	await first.run([{ do: "create", kind: "page", fields: { title: "Written", body: "" } }]);
	const { entries } = await first.log.size();
	await first.close();
	await fresh.vault.recover(await old.vault.personSeed());
	const book = await openTestBook(fresh.disk);
	expect((await book.log.size()).entries).toBeGreaterThanOrEqual(entries);
	await book.close();
});
