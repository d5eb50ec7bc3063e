/** What a newer version of the app wrote: it is shown where that can be, never changed, never lost, and carried on. */
import { ImmutableString } from "@automerge/automerge/slim";
import fc from "fast-check";
import sodium from "libsodium-wrappers-sumo";
import { expect, test } from "vitest";
import { initialChanges } from "../../renderer/engine/documents/initial-change";
import { projectDocument } from "../../renderer/engine/library/projection";
import { toDocument } from "../../shared/model/document";
import type { Draft } from "../../shared/model/item";
import { pageModel } from "../../shared/model/page";
import { itemKinds } from "../../shared/model/registry";
import { bring, envelopesOf, type Laptop, laptop, meet, page, restart, shown, team } from "./spaces/laptops";

/** Writes an item as a program would that knows more. */
async function writeNewer(by: Laptop, space: string, document: Draft): Promise<string> {
	const { sealer, places } = await by.book.desk();
	const id = places.newId(space);
	const change = initialChanges(sealer.actor, sodium.crypto_hash_sha256)(document, 1);
	await sealer.append([{ space, lane: "content", items: [{ id, changes: [change] }] }], 1);
	return id;
}

const newerPage: Draft = {
	...toDocument(pageModel, pageModel.make({ title: "From the future", body: "words" }, 1)),
	model: pageModel.version + 1,
	hologram: true,
};

test("a page of a newer version is shown and cannot be changed, survives whatever is done, and is carried on", async () => {
	const [ada, ben, eva] = [await laptop(), await laptop(), await laptop()];
	const space = await team(ada, { laptop: ben, role: "editor" }, { laptop: eva, role: "editor" });
	const id = await writeNewer(ben, space, newerPage);
	const unknown = await writeNewer(ben, space, { ...newerPage, kind: new ImmutableString("whiteboard") });
	const inside = String((await ada.book.run([{ ...page("Inside", "x", space), fields: { title: "Inside", parent: id } }])).ids[0]);
	await meet(space, ada, ben);

	expect(await ada.book.ask("item", { id })).toMatchObject({ title: "From the future", readOnly: 1 });
	expect(await ada.book.ask("text", { id })).toBe("words");
	expect(await ada.book.ask("item", { id: unknown })).toBeNull();
	const attempts = [
		{ do: "rename", id, params: { title: "x" } },
		{ do: "tag", id, params: { tag: "x" } },
		{ do: "set-body", id, params: { body: "x" } },
		{ do: "trash", id },
		{ do: "rename", id: unknown, params: { title: "x" } },
	] as const;
	for (const attempt of attempts) await expect(ada.book.run([attempt])).rejects.toMatchObject({ code: "read-only" });
	const session = await ada.book.openText(id);
	const typed = [{ origin: "ada", splices: [{ at: 0, remove: 1, insert: "" }] }];
	await expect(session.push(0, typed)).rejects.toMatchObject({ code: "read-only" });
	session.close();
	expect((await ada.book.ask("search", { text: "words", limit: 5 })).hits.length).toBe(1);
	expect(await ada.book.ask("item", { id: inside })).toMatchObject({ parent: id });

	await restart(ada);
	await ada.book.job("rebuild-library", {}).finished;
	expect(await ada.book.ask("item", { id })).toMatchObject({ title: "From the future", readOnly: 1 });
	expect((await ada.book.ask("health", {})).quarantined).toEqual([]);
	expect(ada.disk.problems).toEqual([]);

	// From Ada alone Eva gets all of it, also what neither of them understands.
	await bring(eva, space, await envelopesOf(ada, space));
	expect(await shown(eva, space)).toEqual(await shown(ada, space));
	for (const item of [id, unknown]) {
		const { documents } = await eva.book.desk();
		expect(await documents.use(item, ({ doc }) => ({ model: doc.model, hologram: doc.hologram }))).toEqual({
			model: pageModel.version + 1,
			hologram: true,
		});
	}
	for (const one of [ada, ben, eva]) await one.book.close();
});

const anything = fc.anything({ withBigInt: true, withDate: true, withTypedArray: true, maxDepth: 2 });

test("whatever a newer version puts into the fields, an item is projected or passed over", () => {
	fc.assert(
		fc.property(
			fc.constantFrom(...itemKinds, "whiteboard"),
			fc.dictionary(
				fc.constantFrom(
					"title",
					"tags",
					"body",
					"parent",
					"order",
					"created",
					"trashed",
					"url",
					"hash",
					"size",
					"icon",
					"note",
					"key",
					"aliases",
				),
				anything,
			),
			(kind, fields) => {
				const projection = projectDocument("a".repeat(26), "space", { ...fields, kind: new ImmutableString(kind), model: 99 }, 1);
				expect(projection === null || projection.row.readOnly === 1).toBe(true);
			},
		),
		{ numRuns: 2000 },
	);
});
