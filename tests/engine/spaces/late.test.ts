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

test("what came late is taken after all where somebody else's work rests on it, and stays so", async () => {
	const [ada, ben, eva] = [await laptop(), await laptop(), await laptop()];
	const space = await team(ada, { laptop: ben, role: "editor" }, { laptop: eva, role: "editor" });
	const id = String((await ada.book.run([page("Valves", "Close it.", space)])).ids[0]);
	await meet(space, ada, ben, eva);
	await ada.book.act("remove-person", { space, person: (await ben.book.ask("me", {})).person });
	await ben.book.run([{ do: "set-body", id, params: { body: "Close it now." } }, page("Nobody builds on this", "late", space)]);
	await bring(eva, space, await envelopesOf(ben, space));
	await eva.book.run([{ do: "tag", id, params: { tag: "eva" } }]);
	await meet(space, ada, eva);
	await meet(space, ada, ben, eva);
	for (const one of [ada, eva]) {
		await one.book.settle();
		expect(await one.book.ask("item", { id })).toMatchObject({ tags: ["eva"] });
		expect(await one.book.ask("text", { id })).toBe("Close it now.");
		expect((await one.book.ask("space", { space }))?.late).toMatchObject([{ envelopes: 1 }]);
	}
	await ada.book.act("rename-space", { space, name: "Other" });
	await meet(space, ada, eva);
	await restart(eva);
	expect(await eva.book.ask("text", { id })).toBe("Close it now.");
	expect(await shown(eva, space)).toEqual(await shown(ada, space));
	for (const one of [ada, ben, eva]) await one.book.close();
});

test.each([
	{ how: "", doesEnd: false },
	{ how: ", also after a sudden end in the middle", doesEnd: true },
])("what came late goes again when what rested on it turns out to be late itself$how", async ({ doesEnd }) => {
	const [ada, ben, dan] = [await laptop(), await laptop(), await laptop()];
	const space = await team(ada, { laptop: ben, role: "editor" }, { laptop: dan, role: "editor" });
	const id = String((await ada.book.run([page("Valves", "Close it.", space)])).ids[0]);
	await meet(space, ada, ben, dan);
	await ben.book.run([{ do: "set-body", id, params: { body: "Open it." } }]);
	await bring(dan, space, await envelopesOf(ben, space));
	await dan.book.run([{ do: "tag", id, params: { tag: "dan" } }]);
	const before = new Set((await ada.book.log.ofSpace(space, 0, 1000)).map((entry) => entry.id));
	const personOf = async (one: typeof ben): Promise<string> => (await one.book.ask("me", {})).person;
	await ada.book.act("remove-person", { space, person: await personOf(ben) });
	const removal = (await ada.book.log.ofSpace(space, 0, 1000)).filter((entry) => !before.has(entry.id)).map(({ bytes }) => bytes);
	await ada.book.act("set-role", { space, person: await personOf(dan), role: "reader" });

	await bring(dan, space, removal);
	expect((await dan.book.ask("space", { space }))?.late).toEqual([]);
	expect(await dan.book.ask("text", { id })).toBe("Open it.");
	if (doesEnd) {
		dan.disk.wrapLog = (log) => ({
			...log,
			change: async (change) => {
				if (change.spaces === undefined && change.add?.some(({ late }) => late !== undefined)) throw new Error("the machine is dead");
				return log.change(change);
			},
		});
		await restart(dan);
		await bring(dan, space, await envelopesOf(ada, space)).catch(() => undefined);
		dan.disk.wrapLog = (log) => log;
		await restart(dan);
		await expect.poll(async () => (await dan.book.ask("space", { space }))?.late.length).toBe(2);
	} else await bring(dan, space, await envelopesOf(ada, space));
	await meet(space, ada, dan);
	for (const one of [ada, dan]) {
		await one.book.settle();
		expect(await one.book.ask("text", { id })).toBe("Close it.");
		expect((await one.book.ask("space", { space }))?.late.length).toBe(2);
	}
	expect(await shown(dan, space)).toEqual(await shown(ada, space));
	for (const one of [ada, ben, dan]) await one.book.close();
});

test("who writes on after their late changes were set aside never uses a number twice", async () => {
	const [ada, ben] = [await laptop(), await laptop()];
	const space = await team(ada, { laptop: ben, role: "editor" });
	const id = String((await ben.book.run([page("Pumps", "one", space)])).ids[0]);
	await meet(space, ada, ben);
	const { person } = await ben.book.ask("me", {});
	await ada.book.act("set-role", { space, person, role: "reader" });
	await ben.book.run([{ do: "set-body", id, params: { body: "one late" } }]);
	await meet(space, ada, ben);
	expect(await ben.book.ask("text", { id })).toBe("one");
	await ada.book.act("set-role", { space, person, role: "editor" });
	await meet(space, ada, ben);
	await restart(ben);
	await ben.book.run([{ do: "tag", id, params: { tag: "again" } }]);
	await meet(space, ada, ben);
	const device = (await ben.book.desk()).spaces.speaker.device;
	expect((await ada.book.ask("space", { space }))?.late).toMatchObject([{ device, envelopes: 1 }]);
	await ada.book.act("admit-late", { space, device });
	await meet(space, ada, ben);
	for (const one of [ada, ben]) {
		await one.book.settle();
		expect(await one.book.ask("text", { id })).toBe("one late");
		expect(await one.book.ask("item", { id })).toMatchObject({ tags: ["again"] });
		expect((await one.book.ask("health", {})).quarantined).toEqual([]);
		await one.book.close();
	}
});
