/** A team of laptops that write apart and meet. */
import { expect, test } from "vitest";
import { bring, envelopesOf, laptop, meet, page, restart, shown, team } from "./laptops";

const type = (at: number, insert: string) => [{ origin: "me", splices: [{ at, remove: 0, insert }] }];

test("who is invited joins, both write apart, and both see the same after they met", async () => {
	const [ada, ben] = [await laptop(), await laptop()];
	const space = await team(ada, { laptop: ben, role: "editor" });
	expect(await ben.book.ask("spaces", {})).toMatchObject([
		{ kind: "private", state: "ready" },
		{ space, kind: "team", name: "Pump house", role: "editor", state: "ready", members: 2 },
	]);
	const { ids } = await ada.book.run([page("Valves", "Close the valve.", space)]);
	const id = String(ids[0]);
	await meet(space, ada, ben);
	expect(await ben.book.ask("text", { id })).toBe("Close the valve.");
	const [atAda, atBen] = [await ada.book.openText(id), await ben.book.openText(id)];
	await atAda.push(atAda.version, type(0, "First: "));
	await atBen.push(atBen.version, type(16, " Then wait."));
	await ben.book.run([page("Pumps", "by Ben", space), page("Mine alone", "private")]);
	await meet(space, ada, ben);
	expect(await ada.book.ask("text", { id })).toBe("First: Close the valve. Then wait.");
	expect(await shown(ben, space)).toEqual(await shown(ada, space));
	expect((await ada.book.ask("newest", { kinds: ["page"], limit: 9, space })).map(({ title }) => title).sort()).toEqual([
		"Pumps",
		"Valves",
	]);
	expect((await ada.book.ask("newest", { kinds: ["page"], limit: 9 })).map(({ title }) => title)).not.toContain("Mine alone");
	expect([...ada.disk.problems, ...ben.disk.problems]).toEqual([]);
	for (const one of [ada, ben]) await restart(one);
	expect(await shown(ben, space)).toEqual(await shown(ada, space));
	expect(await ada.book.ask("text", { id })).toBe("First: Close the valve. Then wait.");
	for (const one of [ada, ben]) await one.book.close();
});

test("an open text shows what the other typed, and goes on being typed", async () => {
	const [ada, ben] = [await laptop(), await laptop()];
	const space = await team(ada, { laptop: ben, role: "editor" });
	const id = String((await ada.book.run([page("Log", "one", space)])).ids[0]);
	await meet(space, ada, ben);
	const [atAda, atBen] = [await ada.book.openText(id), await ben.book.openText(id)];
	let seen = "";
	let version = atBen.version;
	atBen.onUpdates((now, updates) => {
		version = now;
		for (const { splices } of updates) for (const { insert } of splices) seen += insert;
	});
	await atAda.push(atAda.version, type(3, " two"));
	await bring(ben, space, await envelopesOf(ada, space));
	expect(seen).toBe(" two");
	expect(await atBen.push(version, type(7, " three"))).toEqual({ outcome: "accepted" });
	await meet(space, ada, ben);
	expect(await ada.book.ask("text", { id })).toBe("one two three");
	expect((await ada.book.ask("authorship", { id })).map(({ author }) => author)).toEqual(["self", (await ben.book.ask("me", {})).person]);
	for (const one of [ada, ben]) await one.book.close();
});

test("three laptops that meet in any order, with restarts between, end the same", async () => {
	const [ada, ben, eva] = [await laptop(), await laptop(), await laptop()];
	const space = await team(ada, { laptop: ben, role: "editor" }, { laptop: eva, role: "editor" });
	for (const [number, one] of [ada, ben, eva].entries()) {
		await one.book.run(Array.from({ length: 5 }, (_, n) => page(`P ${number}.${n}`, `${n}`, space)));
	}
	await bring(eva, space, [...(await envelopesOf(ben, space))].reverse());
	await restart(eva);
	await bring(ben, space, await envelopesOf(eva, space));
	await bring(ada, space, await envelopesOf(ben, space));
	await restart(ada);
	await meet(space, ada, eva, ben);
	expect((await shown(ada, space)).rows).toHaveLength(15);
	expect(await shown(ben, space)).toEqual(await shown(ada, space));
	expect(await shown(eva, space)).toEqual(await shown(ada, space));
	await ada.book.job("rebuild-library", {}).finished;
	expect(await shown(ada, space)).toEqual(await shown(ben, space));
	for (const one of [ada, ben, eva]) await one.book.close();
});

test("cards, roles and the way out are seen by all", async () => {
	const [ada, ben] = [await laptop(), await laptop()];
	const card = { name: "Ben", colour: "#aa3300", picture: new Uint8Array([1, 2, 3]) };
	await ben.book.act("introduce", { card });
	expect((await ben.book.ask("me", {})).card).toEqual(card);
	const space = await team(ada, { laptop: ben, role: "reader" });
	const { person } = await ben.book.ask("me", {});
	expect((await ada.book.ask("space", { space }))?.people).toMatchObject([{ self: true }, { person, card, role: "reader", self: false }]);
	await expect(ben.book.run([page("No", "", space)])).rejects.toMatchObject({ code: "refused", reason: "role" });
	await ada.book.act("set-role", { space, person, role: "editor" });
	await ada.book.act("rename-space", { space, name: "Boiler house" });
	await ada.book.act("introduce", { card: { name: "Ada", colour: "#00aa33", picture: null } });
	await meet(space, ada, ben);
	expect((await ben.book.ask("spaces", {}))[1]).toMatchObject({ name: "Boiler house", role: "editor", state: "ready" });
	expect(await ben.book.ask("people", { persons: [(await ada.book.ask("me", {})).person] })).toMatchObject([{ card: { name: "Ada" } }]);
	await ben.book.act("leave-space", { space });
	expect((await ben.book.ask("spaces", {}))[1]).toMatchObject({ role: null, state: "left" });
	await meet(space, ada, ben);
	expect((await ada.book.ask("space", { space }))?.people).toHaveLength(1);
	const after = String((await ada.book.run([page("After", "secret", space)])).ids[0]);
	await meet(space, ada, ben);
	expect(await ben.book.ask("item", { id: after })).toBeNull();
	for (const one of [ada, ben]) await one.book.close();
});

test("an invite that was withdrawn lets nobody in, and says so", async () => {
	const [ada, ben] = [await laptop(), await laptop()];
	const { space } = await ada.book.act("create-space", { name: "Team", server: "wss://example.org" });
	const { link } = await ada.book.act("invite", { space, role: "editor", ends: 0, uses: 0 });
	expect(await ben.book.act("read-invite", { link })).toEqual({ space, server: "wss://example.org", member: false });
	await expect(ben.book.act("read-invite", { link: "https://example.org" })).rejects.toMatchObject({ code: "bad-request" });
	await ben.book.act("join", { link });
	expect((await ben.book.ask("spaces", {}))[1]).toMatchObject({ state: "joining", server: "wss://example.org" });
	const invite = (await ada.book.ask("space", { space }))?.invites[0];
	expect(invite).toMatchObject({ link, open: true });
	await ada.book.act("withdraw-invite", { space, invite: String(invite?.invite) });
	await meet(space, ada, ben);
	expect((await ben.book.ask("spaces", {}))[1]).toMatchObject({ state: "not-let-in" });
	expect((await ada.book.ask("space", { space }))?.people).toHaveLength(1);
	for (const one of [ada, ben]) await one.book.close();
});
