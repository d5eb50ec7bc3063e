/** A laptop whose key is in use twice is named among the people of the space, to everybody who can see it. */
import { change, getLastLocalChange, load, save } from "@automerge/automerge/slim";
import { expect, test } from "vitest";
import type { Draft } from "../../../shared/model/item";
import { loadAutomerge } from "../test-book";
import { forge } from "./forging";
import { bring, envelopesOf, laptop, meet, page, restart, team } from "./laptops";

test("it is named with its person, also after a restart, until it is removed", async () => {
	await loadAutomerge();
	const [ada, ben] = [await laptop(), await laptop()];
	const space = await team(ada, { laptop: ben, role: "editor" });
	await ben.book.act("introduce", { card: { name: "Ben", colour: "#2f7250", picture: null } });
	const id = String((await ada.book.run([page("Valves", "one", space)])).ids[0]);
	await meet(space, ada, ben);
	const forked = async () => (await ada.book.ask("space", { space }))?.forked.map(({ device, card, self }) => [device, card?.name, self]);
	expect(await forked()).toEqual([]);

	// What a copy of Ben's disk writes, and what Ben writes: both are the next of one laptop.
	const { documents, sealer } = await ben.book.desk();
	const other = await documents.use(id, ({ doc }) => {
		const changed = change(load<Draft>(save(doc), { actor: sealer.freshActor() }), (draft) => {
			draft.favourite = 1;
		});
		return getLastLocalChange(changed);
	});
	if (other === undefined) throw new Error("no change");
	const { bytes } = await forge(ben, space, id, [other]);
	await ben.book.run([{ do: "tag", id, params: { tag: "mine" } }]);
	await bring(ada, space, [bytes, ...(await envelopesOf(ben, space))]);
	const device = (await ben.book.ask("health", {})).identity.device;
	expect(await forked()).toEqual([[device, "Ben", false]]);
	await restart(ada);
	expect(await forked()).toEqual([[device, "Ben", false]]);

	const person = (await ben.book.ask("me", {})).person;
	await ada.book.act("remove-person", { space, person });
	expect(await forked()).toEqual([]);
	for (const one of [ada, ben]) await one.book.close();
});
