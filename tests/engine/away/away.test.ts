/** While you were away: what others did is told, what one did oneself is not. */
import { expect, test } from "vitest";
import type { AwayChange } from "../../../renderer/engine/spaces-contract";
import { type Laptop, laptop, meet, page, restart, team } from "../spaces/laptops";

async function named(name: string): Promise<Laptop> {
	const one = await laptop();
	await one.book.act("introduce", { card: { name, colour: "#2b5c8c", picture: null } });
	return one;
}

const away = (one: Laptop): Promise<readonly AwayChange[]> => one.book.ask("away", {});
const write = (one: Laptop, id: string, body: string): Promise<unknown> => one.book.run([{ do: "set-body", id, params: { body } }]);
const idOf = async (one: Laptop, title: string, body: string, space: string): Promise<string> =>
	String((await one.book.run([page(title, body, space)])).ids[0]);

test("what was there before one came is no news; what others change afterwards is, with versions to compare", async () => {
	const [ada, ben] = [await named("Ada"), await named("Ben")];
	const space = await team(ada, { laptop: ben, role: "editor" });
	const plan = await idOf(ada, "Plan", "one\n", space);
	await meet(space, ada, ben);
	await ben.book.act("seen-away", {});
	expect(await away(ben)).toEqual([]);

	await write(ben, plan, "one\ntwo\n");
	const made = await idOf(ben, "Made by Ben", "new\n", space);
	await meet(space, ada, ben);
	const changes = await away(ada);
	expect(changes.map(({ title, made: isNew, by }) => [title, isNew, by.map(({ card }) => card?.name)])).toEqual([
		["Made by Ben", true, ["Ben"]],
		["Plan", false, ["Ben"]],
	]);
	const [, changed] = changes;
	expect(await ada.book.ask("versionText", { id: plan, heads: changed?.before ?? [] })).toBe("one\n");
	expect(await ada.book.ask("versionText", { id: plan, heads: changed?.after ?? [] })).toBe("one\ntwo\n");
	expect(await away(ben)).toEqual([]);

	await ben.book.run([{ do: "trash", id: made, params: { at: 5 } }]);
	await meet(space, ada, ben);
	await restart(ada);
	expect((await away(ada)).map(({ title }) => title)).toEqual(["Made by Ben", "Plan"]);
	await ada.book.act("seen-away", {});
	expect(await away(ada)).toEqual([]);
	await restart(ada);
	expect(await away(ada)).toEqual([]);
	for (const one of [ada, ben]) await one.book.close();
});

test("edits of the same line, made apart, are shown side by side, and neither is lost", async () => {
	const [ada, ben] = [await named("Ada"), await named("Ben")];
	const space = await team(ada, { laptop: ben, role: "editor" });
	const id = await idOf(ada, "Plan", "The pump is dry.\nThe well is deep.\n", space);
	await meet(space, ada, ben);
	for (const one of [ada, ben]) await one.book.act("seen-away", {});
	await write(ada, id, "The pump is wet.\nThe well is deep.\n");
	await write(ben, id, "Our pump is dry.\nThe well is deep.\nAnd cold.\n");
	await meet(space, ada, ben);
	const [ofAda] = await away(ada);
	expect(ofAda?.overlaps).toEqual([{ mine: "The pump is wet.", theirs: "Our pump is dry.", now: "Our pump is wet." }]);
	const [ofBen] = await away(ben);
	expect(ofBen?.overlaps).toEqual([{ mine: "Our pump is dry.", theirs: "The pump is wet.", now: "Our pump is wet." }]);
	for (const one of [ada, ben]) await one.book.close();
});

test("an item that others put into the trash is named as such", async () => {
	const [ada, ben] = [await named("Ada"), await named("Ben")];
	const space = await team(ada, { laptop: ben, role: "editor" });
	const id = await idOf(ada, "Plan", "one\n", space);
	await meet(space, ada, ben);
	await ben.book.run([{ do: "trash", id, params: { at: 5 } }]);
	await meet(space, ada, ben);
	expect(await away(ada)).toMatchObject([{ title: "Plan", trashed: true, made: false }]);
	for (const one of [ada, ben]) await one.book.close();
});
