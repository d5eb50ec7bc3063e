/** What is written by somebody who did not know yet that they had been removed. */
import { expect, test } from "vitest";
import { bring, envelopesOf, laptop, meet, page, restart, shown, team } from "./laptops";

test("comes late, is set aside and shown to the owner, and is part of the book when the owner takes it in", async () => {
	const [ada, ben, eva] = [await laptop(), await laptop(), await laptop()];
	const space = await team(ada, { laptop: ben, role: "editor" }, { laptop: eva, role: "editor" });
	const id = String((await ada.book.run([page("Valves", "Close it.", space)])).ids[0]);
	await meet(space, ada, ben, eva);
	const { person } = await ben.book.ask("me", {});
	await ada.book.act("remove-person", { space, person });
	await ben.book.run([{ do: "set-body", id, params: { body: "Open it." } }, page("By Ben", "late", space)]);
	expect((await bring(ada, space, await envelopesOf(ben, space))).filter((is) => is === "late")).toHaveLength(2);
	expect(await ada.book.ask("text", { id })).toBe("Close it.");
	await meet(space, ada, eva);
	await meet(space, ada, ben);
	const [late] = (await ada.book.ask("space", { space }))?.late ?? [];
	expect(late).toMatchObject({ person, envelopes: 2 });
	// Ben himself sees that he is out, and that what he wrote does not count.
	expect((await ben.book.ask("spaces", {}))[1]).toMatchObject({ state: "removed", role: null });
	await ben.book.settle();
	expect(await ben.book.ask("text", { id })).toBe("Close it.");
	await restart(ada);
	await ada.book.act("admit-late", { space, device: String(late?.device) });
	await ada.book.settle();
	expect(await ada.book.ask("text", { id })).toBe("Open it.");
	expect((await ada.book.ask("space", { space }))?.late).toEqual([]);
	await meet(space, ada, eva);
	await bring(eva, space, await envelopesOf(ben, space));
	await meet(space, ada, eva);
	expect(await shown(eva, space)).toEqual(await shown(ada, space));
	expect((await shown(ada, space)).rows).toHaveLength(2);
	for (const one of [ada, ben, eva]) await one.book.close();
});

test("somebody who was removed cannot read what is written afterwards", async () => {
	const [ada, ben] = [await laptop(), await laptop()];
	const space = await team(ada, { laptop: ben, role: "editor" });
	await ada.book.act("remove-person", { space, person: (await ben.book.ask("me", {})).person });
	const id = String((await ada.book.run([page("Secret", "not for Ben", space)])).ids[0]);
	await bring(ben, space, await envelopesOf(ada, space));
	expect(await ben.book.ask("item", { id })).toBeNull();
	expect((await ben.book.log.unopened(space)).length).toBe(1);
	await expect(ben.book.run([page("x", "y", space)])).rejects.toMatchObject({ code: "refused", reason: "not-a-member" });
	for (const one of [ada, ben]) await one.book.close();
});

test("a change that came before what it changes is shown when that has come", async () => {
	const [ada, ben, eva] = [await laptop(), await laptop(), await laptop()];
	const space = await team(ada, { laptop: ben, role: "editor" }, { laptop: eva, role: "editor" });
	const id = String((await ada.book.run([page("Valves", "Close it.", space)])).ids[0]);
	await meet(space, ada, ben);
	await ben.book.run([{ do: "tag", id, params: { tag: "ben" } }]);
	const ofBen = (await ben.book.log.ofSpace(space, 0, 1000)).filter(({ device, lane }) => lane === "membership" || device !== undefined);
	const benDevice = (await ben.book.desk()).spaces.speaker.device;
	await bring(
		eva,
		space,
		ofBen.filter(({ lane, device }) => lane === "membership" || device === benDevice).map(({ bytes }) => bytes),
	);
	await eva.book.settle();
	expect(await eva.book.ask("item", { id })).toBeNull();
	await restart(eva);
	await eva.book.job("rebuild-library", {}).finished;
	expect(await eva.book.ask("item", { id })).toBeNull();
	await meet(space, ada, eva);
	expect(await eva.book.ask("item", { id })).toMatchObject({ title: "Valves", tags: ["ben"] });
	expect(eva.disk.problems).toEqual([]);
	for (const one of [ada, ben, eva]) await one.book.close();
});
