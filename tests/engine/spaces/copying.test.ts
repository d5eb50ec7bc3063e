/** Items made again in another space, with their history. */
import { expect, test } from "vitest";
import { laptop, meet, page, restart, team } from "./laptops";

test("a page is copied with what lies in it and with its history; the first one stays, links by name hold", async () => {
	const [ada, ben] = [await laptop(), await laptop()];
	const space = await team(ada, { laptop: ben, role: "editor" });
	const [top] = (await ada.book.run([page("Manual", "see [[Valves]]")])).ids.map(String);
	const child = { do: "create", kind: "page", fields: { title: "Valves", body: "one", parent: top } } as const;
	const [inside] = (await ada.book.run([child])).ids.map(String);
	await ada.book.run([{ do: "set-body", id: String(inside), params: { body: "one two" } }]);
	const { ids } = await ada.book.act("copy-to-space", { ids: [String(top)], space, move: false });
	expect(ids).toHaveLength(2);
	await meet(space, ada, ben);
	const [copy, copyInside] = ids.map(String) as [string, string];
	expect(await ben.book.ask("item", { id: copy })).toMatchObject({ title: "Manual", parent: "", space });
	expect(await ben.book.ask("item", { id: copyInside })).toMatchObject({ title: "Valves", parent: copy, space });
	expect(await ben.book.ask("text", { id: copyInside })).toBe("one two");
	expect((await ben.book.ask("history", { id: copyInside })).reduce((sum, { changes }) => sum + changes, 0)).toBeGreaterThan(1);
	expect((await ben.book.ask("backlinks", { id: copyInside })).map(({ from }) => from.id)).toEqual([copy]);
	expect(await ada.book.ask("item", { id: String(top) })).toMatchObject({ trashed: 0 });
	await ben.book.run([{ do: "set-body", id: copyInside, params: { body: "by Ben" } }]);
	await meet(space, ada, ben);
	expect(await ada.book.ask("text", { id: String(inside) })).toBe("one two");
	expect(await ada.book.ask("text", { id: copyInside })).toBe("by Ben");
	expect([...ada.disk.problems, ...ben.disk.problems]).toEqual([]);
	for (const one of [ada, ben]) await one.book.close();
});

test("what others wrote can be copied on, also to one's own space; moving puts the first one in the trash, whence it comes back", async () => {
	const [ada, ben] = [await laptop(), await laptop()];
	const space = await team(ada, { laptop: ben, role: "editor" });
	const { space: other } = await ada.book.act("create-space", { name: "Other", server: null });
	const id = String((await ben.book.run([page("Pumps", "by Ben", space)])).ids[0]);
	await meet(space, ada, ben);
	const { link } = await ada.book.act("invite", { space: other, role: "editor", ends: 0, uses: 1 });
	await ben.book.act("join", { link });
	const { ids } = await ada.book.act("copy-to-space", { ids: [id], space: other, move: true });
	expect(await ada.book.ask("item", { id })).toMatchObject({ trashed: 1 });
	await meet(other, ada, ben);
	await meet(other, ada, ben);
	expect(await ben.book.ask("text", { id: String(ids[0]) })).toBe("by Ben");
	expect((await ada.book.ask("authorship", { id: String(ids[0]) })).map(({ author }) => author)).toEqual([
		(await ben.book.ask("me", {})).person,
	]);
	await ada.book.run([{ do: "restore", id }]);
	expect(await ada.book.ask("item", { id })).toMatchObject({ trashed: 0 });
	await restart(ada);
	expect(await ada.book.ask("text", { id: String(ids[0]) })).toBe("by Ben");
	const home = (await ada.book.desk()).spaces.privateSpace;
	const back = await ada.book.act("copy-to-space", { ids: [id], space: home, move: false });
	expect(await ada.book.ask("item", { id: String(back.ids[0]) })).toMatchObject({ space: home, title: "Pumps" });
	for (const one of [ada, ben]) await one.book.close();
});

test("what lies in a moved page goes to the trash with it, and comes back with it", async () => {
	const ada = await laptop();
	const { space } = await ada.book.act("create-space", { name: "Team", server: null });
	const [top] = (await ada.book.run([page("Manual", "")])).ids.map(String) as [string];
	const [inside] = (await ada.book.run([{ do: "create", kind: "page", fields: { title: "Valves", parent: top } }])).ids.map(String);
	const { ids, trashed } = await ada.book.act("copy-to-space", { ids: [top], space, move: true });
	expect(trashed).toEqual([top, inside]);
	expect((await ada.book.ask("newest", { kinds: ["page"], limit: 9 })).map(({ id }) => id).sort()).toEqual([...ids].sort());
	await ada.book.run(trashed.map((id) => ({ do: "restore", id })));
	expect(await ada.book.ask("children", { kind: "page", parent: top })).toMatchObject([{ id: inside }]);
	await ada.book.close();
});

test("what a page shows goes with it, wherever the file lay: the others have no other way to it, and the first file stays", async () => {
	const [ada, ben] = [await laptop(), await laptop()];
	const space = await team(ada, { laptop: ben, role: "reader" });
	const file = { hash: "ab".repeat(32), size: 3, mediaType: "image/png" };
	const [gauge] = (await ada.book.run([{ do: "create", kind: "file", fields: { title: "gauge.png", ...file } }])).ids.map(String) as [
		string,
	];
	const [id] = (await ada.book.run([page("Pumps", "![[gauge.png]] and ![[gauge.png]]")])).ids.map(String) as [string];
	const { ids, trashed } = await ada.book.act("copy-to-space", { ids: [id], space, move: true });
	expect(ids).toHaveLength(2);
	expect(trashed).toEqual([id]);
	expect(await ada.book.ask("item", { id: gauge })).toMatchObject({ trashed: 0 });
	await meet(space, ada, ben);
	const [copy] = ids.map(String) as [string];
	for (const one of [ada, ben])
		expect(await one.book.ask("resolve", { names: ["gauge.png"], from: copy })).toMatchObject([{ id: ids[1], parent: copy, space }]);
	for (const one of [ada, ben]) await one.book.close();
});

test("an item stays in its space: it is not moved under a parent of another, nor made there", async () => {
	const ada = await laptop();
	const { space } = await ada.book.act("create-space", { name: "Team", server: null });
	const [mine, shared] = (await ada.book.run([page("Mine", ""), page("Shared", "", space)])).ids.map(String) as [string, string];
	await expect(ada.book.run([{ do: "move", id: mine, params: { parent: shared, order: "a0" } }])).rejects.toMatchObject({
		code: "refused",
		reason: "other-space",
	});
	const inside = { do: "create", kind: "page", fields: { title: "Inside", parent: shared } } as const;
	const { ids } = await ada.book.run([inside]);
	expect(await ada.book.ask("item", { id: String(ids[0]) })).toMatchObject({ space, parent: shared });
	await expect(ada.book.run([{ ...inside, space: (await ada.book.desk()).spaces.privateSpace }])).rejects.toMatchObject({
		reason: "other-space",
	});
	await expect(ada.book.run([page("Nowhere", "", "0".repeat(32))])).rejects.toMatchObject({ code: "bad-request" });
	expect(await ada.book.ask("children", { kind: "page", parent: null, space })).toMatchObject([{ title: "Shared", hasChildren: true }]);
	expect(await ada.book.ask("childCounts", { kind: "page", space })).toEqual({ "": 1, [shared]: 1 });
	await ada.book.close();
});
