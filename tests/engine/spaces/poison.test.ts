/** A change that spoils what it comes together with costs nobody else's work, in whatever order things arrive. */
import { change, type Doc, decodeChange, encodeChange, getLastLocalChange, load, save } from "@automerge/automerge/slim";
import { beforeEach, expect, test } from "vitest";
import type { Draft } from "../../../shared/model/item";
import { loadAutomerge } from "../test-book";
import { forge } from "./forging";
import { bring, envelopesOf, type Laptop, laptop, meet, page, restart, shown, team } from "./laptops";

let ada: Laptop;
let ben: Laptop;
let eva: Laptop;
let space: string;
let other: string;

beforeEach(async () => {
	await loadAutomerge();
	[ada, ben, eva] = [await laptop(), await laptop(), await laptop()];
	const editors = [ben, eva].map((one) => ({ laptop: one, role: "editor" as const }));
	space = await team(ada, ...editors);
	other = String((await ada.book.run([page("Other", "other", space)])).ids[0]);
	await meet(space, ada, ben, eva);
	return async () => {
		for (const one of [ada, ben, eva]) await one.book.close();
	};
});

async function changedBy(one: Laptop, id: string, edit: (draft: Draft) => void): Promise<Uint8Array> {
	const { documents, sealer } = await one.book.desk();
	return documents.use(id, ({ doc }) => {
		const mine: Doc<Draft> = load<Draft>(save(doc), { actor: sealer.freshActor() });
		return getLastLocalChange(change(mine, edit)) ?? new Uint8Array();
	});
}

/** A change of the item by Ben that changes what is not there. */
async function spoiltBy(id: string): Promise<Uint8Array> {
	const decoded = decodeChange(
		await changedBy(ben, id, (draft) => {
			draft.body = "x";
		}),
	);
	return encodeChange({ ...decoded, ops: decoded.ops.map((op) => ({ ...op, obj: `9999@${decoded.actor}` })) });
}

/** What a laptop wrote that another does not have yet. */
async function newIn(one: Laptop, at: Laptop): Promise<readonly Uint8Array[]> {
	const entries = await one.book.log.ofSpace(space, 0, 1000);
	const { device } = (await one.book.desk()).spaces.speaker;
	const known = await at.book.log.known(entries.map(({ id }) => id));
	return entries.filter((entry) => entry.device === device && !known.has(entry.id)).map(({ bytes }) => bytes);
}

const asideAt = async (one: Laptop): Promise<readonly string[]> => (await one.book.ask("health", {})).quarantined.map(({ why }) => why);

async function isAsAnywhere(): Promise<void> {
	await meet(space, ada, ben);
	expect(await asideAt(ada)).toEqual(["poisoned"]);
	expect(await asideAt(eva)).toEqual(["poisoned"]);
	expect(await shown(eva, space)).toEqual(await shown(ada, space));
	await eva.book.job("rebuild-library", {}).finished;
	expect(await shown(eva, space)).toEqual(await shown(ada, space));
	await restart(eva);
	await ada.book.run([{ do: "tag", id: other, params: { tag: "on" } }]);
	await meet(space, ada, eva);
	expect(await shown(eva, space)).toEqual(await shown(ada, space));
}

/** Ben writes a good and a poisoned change of an item, in this order or the other. */
async function benWrites(id: string, isPoisonFirst: boolean): Promise<readonly Uint8Array[]> {
	const tag = { do: "tag", id, params: { tag: "ben" } } as const;
	const spoilt = await spoiltBy(id);
	if (!isPoisonFirst) await ben.book.run([tag]);
	await bring(ben, space, [(await forge(ben, space, id, [spoilt])).bytes]);
	if (isPoisonFirst) await ben.book.run([tag]);
	expect(await asideAt(ben)).toEqual(["poisoned"]);
	const written = await newIn(ben, eva);
	expect(written.length).toBe(2);
	return written;
}

const inAnyOrder = test.each([
	{ isPoisonFirst: true, atOnce: true, how: "the poisoned one first, at once" },
	{ isPoisonFirst: true, atOnce: false, how: "the poisoned one first, one by one" },
	{ isPoisonFirst: false, atOnce: true, how: "the good one first, at once" },
	{ isPoisonFirst: false, atOnce: false, how: "the good one first, one by one" },
]);

inAnyOrder("of what came before the beginning of an item only the poisoned change is aside: $how", async ({ isPoisonFirst, atOnce }) => {
	const id = String((await ada.book.run([page("Later", "good", space)])).ids[0]);
	const first = await newIn(ada, eva);
	await bring(ben, space, await envelopesOf(ada, space));
	const written = await benWrites(id, isPoisonFirst);
	for (const portion of atOnce ? [[...written, ...first]] : [...written, ...first].map((one) => [one])) await bring(eva, space, portion);
	expect(await eva.book.ask("item", { id })).toMatchObject({ title: "Later", tags: ["ben"] });
	expect(await eva.book.ask("text", { id })).toBe("good");
	await isAsAnywhere();
});

inAnyOrder(
	"of what waited for a change of an item that is here only the poisoned one is aside: $how",
	async ({ isPoisonFirst, atOnce }) => {
		await ada.book.run([{ do: "set-body", id: other, params: { body: "other words" } }]);
		const first = await newIn(ada, eva);
		await bring(ben, space, await envelopesOf(ada, space));
		const written = await benWrites(other, isPoisonFirst);
		for (const portion of atOnce ? [[...written, ...first]] : [...written, ...first].map((one) => [one])) await bring(eva, space, portion);
		expect(await eva.book.ask("item", { id: other })).toMatchObject({ tags: ["ben"] });
		expect(await eva.book.ask("text", { id: other })).toBe("other words");
		await isAsAnywhere();
	},
);

test("what the poisoned envelope had done to another item is taken back with it", async () => {
	const id = String((await ada.book.run([page("Later", "good", space)])).ids[0]);
	const first = await newIn(ada, eva);
	await bring(ben, space, await envelopesOf(ada, space));
	const half = await changedBy(ben, other, (draft) => {
		draft.body = "half of it";
	});
	const poison = await forge(ben, space, id, [await spoiltBy(id)], null, [{ id: other, changes: [half] }]);
	await bring(eva, space, [poison.bytes]);
	expect(await eva.book.ask("text", { id: other })).toBe("half of it");
	await bring(eva, space, first);
	expect(await eva.book.ask("text", { id: other })).toBe("other");
	expect(await eva.book.ask("text", { id })).toBe("good");
	await bring(ada, space, [poison.bytes]);
	await isAsAnywhere();
});
