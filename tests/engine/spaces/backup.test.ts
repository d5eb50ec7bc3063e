/** A backup carries all spaces, and a laptop with nothing on it goes on with them. */
import { expect, test } from "vitest";
import { bring, envelopesOf, type Laptop, laptop, meet, page, restart, shown, team } from "./laptops";

/** Backs one laptop up and restores it on another. */
async function restoreOn(empty: Laptop, from: Laptop): Promise<void> {
	await from.book.job("backup", { grant: "file", passphrase: "four quiet words" }).finished;
	const backup = from.disk.host.backups.get("file");
	if (backup === undefined) throw new Error("there is no backup");
	empty.disk.host.backups.set("file", backup);
	await empty.book.job("restore", { grant: "file", passphrase: "four quiet words" }).finished;
	await restart(empty);
}

test("all spaces are there after a restore, and the new laptop writes in them and meets the others", async () => {
	const [ada, ben, fresh] = [await laptop(), await laptop(), await laptop()];
	await ada.book.act("introduce", { card: { name: "Ada", colour: "#123456", picture: null } });
	const space = await team(ada, { laptop: ben, role: "editor" });
	const mine = String((await ada.book.run([page("Diary", "mine")])).ids[0]);
	const ofBen = String((await ben.book.run([page("Pumps", "by Ben", space)])).ids[0]);
	await ada.book.run([page("Valves", "by Ada", space)]);
	await meet(space, ada, ben);
	await restoreOn(fresh, ada);
	const home = (await ada.book.desk()).spaces.privateSpace;
	expect(await fresh.book.ask("spaces", {})).toMatchObject([
		{ kind: "private", state: "ready", space: home },
		{ space, state: "ready", role: "owner", members: 2 },
	]);
	expect((await fresh.book.ask("me", {})).card.name).toBe("Ada");
	for (const id of [home, space]) expect(await shown(fresh, id)).toEqual(await shown(ada, id));
	await fresh.book.run([
		{ do: "set-body", id: mine, params: { body: "mine, later" } },
		{ do: "set-body", id: ofBen, params: { body: "by both" } },
	]);
	await meet(space, fresh, ben);
	expect(await ben.book.ask("text", { id: ofBen })).toBe("by both");
	expect((await fresh.book.ask("health", {})).quarantined).toEqual([]);
	expect([...fresh.disk.problems, ...ben.disk.problems]).toEqual([]);
	for (const one of [ada, ben, fresh]) await one.book.close();
});

test("what was late or in quarantine is so again after a restore, and a book with something in it is left alone", async () => {
	const [ada, ben, fresh] = [await laptop(), await laptop(), await laptop()];
	const space = await team(ada, { laptop: ben, role: "editor" });
	await ada.book.act("remove-person", { space, person: (await ben.book.ask("me", {})).person });
	await ben.book.run([page("Late", "by Ben", space)]);
	await bring(ada, space, await envelopesOf(ben, space));
	await ada.book.run([page("Diary", "mine")]);
	await restoreOn(fresh, ada);
	expect((await fresh.book.ask("space", { space }))?.late).toMatchObject([{ envelopes: 1 }]);
	expect(await shown(fresh, space)).toEqual(await shown(ada, space));
	await expect(fresh.book.job("restore", { grant: "file", passphrase: "x" }).finished).rejects.toMatchObject({ code: "book-not-empty" });
	for (const one of [ada, ben, fresh]) await one.book.close();
});

test("where spaces are kept, links that were made and an invitation that is waited for come along", async () => {
	const [ada, ben, fresh] = [await laptop(), await laptop(), await laptop()];
	const { space } = await ada.book.act("create-space", { name: "Team", server: "wss://team.example" });
	const home = (await ada.book.desk()).spaces.privateSpace;
	await ada.book.act("set-server", { space: home, server: "wss://own.example" });
	const { link } = await ada.book.act("invite", { space, role: "editor", ends: 0, uses: 1 });
	const elsewhere = (await ben.book.act("create-space", { name: "Ben's", server: "wss://ben.example" })).space;
	await ada.book.act("join", { link: (await ben.book.act("invite", { space: elsewhere, role: "reader", ends: 0, uses: 0 })).link });
	const before = await ada.book.ask("spaces", {});
	expect(before.map(({ server }) => server).sort()).toEqual(["wss://ben.example", "wss://own.example", "wss://team.example"]);
	await restoreOn(fresh, ada);
	const after = await fresh.book.ask("spaces", {});
	const told = (spaces: typeof before) => spaces.map((one) => [one.space, one.server, one.state]).sort();
	expect(told(after)).toEqual(told(before));
	expect((await fresh.book.ask("space", { space }))?.invites).toMatchObject([{ link }]);
	await bring(fresh, elsewhere, await envelopesOf(ben, elsewhere));
	await bring(ben, elsewhere, await envelopesOf(fresh, elsewhere));
	await bring(fresh, elsewhere, await envelopesOf(ben, elsewhere));
	expect((await fresh.book.ask("spaces", {})).find((one) => one.space === elsewhere)?.state).toBe("ready");
	expect((await fresh.book.ask("health", {})).quarantined).toEqual([]);
	for (const one of [ada, ben, fresh]) await one.book.close();
});
