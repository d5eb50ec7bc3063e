/** One item shared with one person, who gets it and nothing else. */
import { expect, test } from "vitest";
import { bring, envelopesOf, laptop, meet, page, team } from "./laptops";

test("a mentor gets the one page that was shared, with what lies in it and its history, may not write in it, and gets nothing else", async () => {
	const [ada, mentor] = [await laptop(), await laptop()];
	const unshared = await team(ada);
	const [sample, other] = (await ada.book.run([page("Work sample", "first"), page("Other", "see [[Work sample]]")])).ids.map(String);
	await ada.book.run([
		{ do: "set-body", id: String(sample), params: { body: "first, then better" } },
		{ do: "create", kind: "page", fields: { title: "Appendix", body: "inside", parent: sample } },
		page("In the team", "theirs", unshared),
	]);
	const shared = await ada.book.act("share-item", { id: String(sample), role: "commenter", ends: 0, uses: 1, server: null, move: true });
	expect(await ada.book.ask("item", { id: String(sample) })).toMatchObject({ trashed: 1 });
	expect((await ada.book.ask("newest", { kinds: ["page"], limit: 9 })).map(({ title }) => title).sort()).toEqual([
		"Appendix",
		"In the team",
		"Other",
		"Work sample",
	]);
	// A link by name from a page of one's own leads to the shared one, and that one knows of it.
	expect(await ada.book.ask("resolve", { names: ["Work sample"], from: String(other) })).toMatchObject([{ id: shared.id }]);
	expect((await ada.book.ask("backlinks", { id: shared.id })).map(({ from }) => from.id)).toEqual([other]);

	await mentor.book.act("join", { link: shared.link });
	await meet(shared.space, ada, mentor);
	expect(await mentor.book.ask("spaces", {})).toMatchObject([
		{ kind: "private" },
		{ space: shared.space, kind: "share", name: "Work sample", role: "commenter", members: 2, state: "ready" },
	]);
	const seen = await mentor.book.ask("newest", { kinds: ["page", "bookmark", "collection", "file"], limit: 99 });
	expect(seen.map(({ title }) => title).sort()).toEqual(["Appendix", "Work sample"]);
	expect(await mentor.book.ask("text", { id: shared.id })).toBe("first, then better");
	expect((await mentor.book.ask("history", { id: shared.id })).reduce((sum, { changes }) => sum + changes, 0)).toBeGreaterThan(1);
	await expect(mentor.book.run([{ do: "set-body", id: shared.id, params: { body: "by the mentor" } }])).rejects.toMatchObject({
		code: "refused",
		reason: "role",
	});
	// Of the other spaces the mentor takes nothing, whoever brings it.
	const refused = await bring(mentor, unshared, await envelopesOf(ada, unshared));
	expect(new Set(refused)).toEqual(new Set(["wrong-space"]));
	expect([...ada.disk.problems, ...mentor.disk.problems]).toEqual([]);

	// Undoing: what went to the trash comes back, all of it.
	await ada.book.run(shared.trashed.map((id) => ({ do: "restore", id })));
	expect(await ada.book.ask("children", { kind: "page", parent: String(sample) })).toMatchObject([{ title: "Appendix" }]);
	for (const one of [ada, mentor]) await one.book.close();
});

test("a share is for those who read or comment, and of an item that is there", async () => {
	const ada = await laptop();
	const id = String((await ada.book.run([{ do: "create", kind: "collection", fields: { title: "Tools" } }])).ids[0]);
	const wish = { ends: 0, uses: 1, server: null, move: false } as const;
	await expect(ada.book.act("share-item", { ...wish, id, role: "editor" as "reader" })).rejects.toMatchObject({ code: "bad-request" });
	await expect(ada.book.act("share-item", { ...wish, id: "a".repeat(26), role: "reader" })).rejects.toMatchObject({ code: "not-found" });
	expect(await ada.book.ask("spaces", {})).toHaveLength(1);
	const { trashed, id: copy } = await ada.book.act("share-item", { ...wish, id, role: "reader" });
	expect(trashed).toEqual([]);
	expect(await ada.book.ask("item", { id })).toMatchObject({ trashed: 0 });
	expect(await ada.book.ask("item", { id: copy })).toMatchObject({ title: "Tools", kind: "collection" });
	await ada.book.close();
});

test("an id asked for a space is one that an item of that space may have, also for something made in one go with what lies in it", async () => {
	const ada = await laptop();
	const { space } = await ada.book.act("create-space", { name: "Team", server: null });
	const { id } = await ada.book.act("new-id", { parent: null, space });
	expect((await ada.book.act("new-id", { parent: id, space: null })).id.slice(0, 13)).toBe(id.slice(0, 13));
	await ada.book.run([
		{ do: "create", kind: "collection", id, space, fields: { title: "Pumps" } },
		{ do: "create", kind: "bookmark", space, fields: { url: "https://example.org/", title: "Pump", parent: id } },
	]);
	expect(await ada.book.ask("item", { id })).toMatchObject({ space, title: "Pumps" });
	await ada.book.close();
});
