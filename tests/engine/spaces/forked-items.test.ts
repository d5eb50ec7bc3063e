/** A device that forked uses one number of its Automerge actor twice in an item: whoever has the same envelopes has the same item. */
import { change, type Doc, getLastLocalChange, load, save } from "@automerge/automerge/slim";
import fc from "fast-check";
import sodium from "libsodium-wrappers-sumo";
import { beforeEach, describe, expect, test } from "vitest";
import { sortBackup } from "../../../renderer/engine/jobs/restoring";
import type { Draft } from "../../../shared/model/item";
import { loadAutomerge } from "../test-book";
import { type Forged, forge } from "./forging";
import { bring, envelopesOf, type Laptop, laptop, meet, page, restart, shown, team } from "./laptops";

let ada: Laptop;
let ben: Laptop;
let cleo: Laptop;
let space: string;
let id: string;

beforeEach(async () => {
	await loadAutomerge();
	[ada, ben, cleo] = [await laptop(), await laptop(), await laptop()];
	space = await team(ada, { laptop: ben, role: "editor" }, { laptop: cleo, role: "editor" });
	id = String((await ada.book.run([page("Valves", "Close the valve.", space)])).ids[0]);
	await meet(space, ada, ben, cleo);
	return async () => {
		for (const one of [ada, ben, cleo]) await one.book.close();
	};
});

/** What Ben's device writes in its other life, kept nowhere: the item changed by the actor that it writes with here. */
async function inAnotherLife(body: string, after: Forged | null = null): Promise<Forged> {
	const { documents, sealer } = await ben.book.desk();
	const bytes = await documents.use(id, ({ doc }) => {
		const mine: Doc<Draft> = load<Draft>(save(doc), { actor: sealer.actor });
		const changed = change(mine, (draft) => {
			draft.body = body;
		});
		return getLastLocalChange(changed);
	});
	if (bytes === undefined) throw new Error("no change");
	return forge(ben, space, id, [bytes], after);
}

/** All of them show the same, also when they begin again and make their library anew. */
async function expectTheSame(text: string, ...laptops: readonly Laptop[]): Promise<void> {
	const first = laptops[0];
	if (first === undefined) throw new Error("nobody");
	for (const one of laptops) {
		await one.book.settle();
		expect(await one.book.ask("text", { id })).toBe(text);
		const before = await shown(one, space);
		expect(before).toEqual(await shown(first, space));
		await restart(one);
		await one.book.job("rebuild-library", {}).finished;
		expect(await shown(one, space)).toEqual(before);
		expect((await one.book.ask("health", {})).quarantined.every(({ why, items }) => why === "forked" && items.includes(id))).toBe(true);
	}
}

const tag = (one: Laptop, name: string) => one.book.run([{ do: "tag", id, params: { tag: name } }]);

describe("of two changes of one number", () => {
	test("every copy takes the same one, whichever came first, and names the other", async () => {
		const other = await inAnotherLife("Close it twice.");
		await ben.book.run([{ do: "set-body", id, params: { body: "Close it once." } }]);
		await bring(cleo, space, [other.bytes]);
		await meet(space, ada, ben);
		await meet(space, ada, ben, cleo);
		const text = String(await ada.book.ask("text", { id }));
		expect(["Close it once.", "Close it twice."]).toContain(text);
		await expectTheSame(text, ada, ben, cleo);
		for (const one of [ada, ben, cleo]) expect((await one.book.ask("health", {})).quarantined).toHaveLength(1);
	});

	test("that one counts on which others have built, and what they built is there", async () => {
		const other = await inAnotherLife("Close it twice.");
		await ben.book.run([{ do: "set-body", id, params: { body: "Close it once." } }]);
		await bring(cleo, space, [other.bytes]);
		await tag(cleo, "cleo");
		await meet(space, ada, ben);
		await meet(space, ada, ben, cleo);
		await expectTheSame("Close it twice.", ada, ben, cleo);
		expect((await ada.book.ask("item", { id }))?.tags).toEqual(["cleo"]);
		// Everybody writes on, Ben too.
		await tag(ben, "ben");
		await meet(space, ada, ben, cleo);
		await tag(ada, "ada");
		await meet(space, ada, ben, cleo);
		await expectTheSame("Close it twice.", ada, ben, cleo);
		expect([...((await cleo.book.ask("item", { id }))?.tags ?? [])].sort()).toEqual(["ada", "ben", "cleo"]);
	});

	test("what was built on the other one is aside with it, and its author sees so", async () => {
		const other = await inAnotherLife("Close it twice.");
		await ben.book.run([{ do: "set-body", id, params: { body: "Close it once." } }]);
		await bring(cleo, space, [other.bytes]);
		await tag(cleo, "twice");
		await meet(space, ada, ben);
		await tag(ada, "once");
		await meet(space, ada, ben);
		await meet(space, ada, ben, cleo);
		const text = String(await ada.book.ask("text", { id }));
		await expectTheSame(text, ada, ben, cleo);
		for (const one of [ada, ben, cleo]) {
			expect((await one.book.ask("item", { id }))?.tags).toEqual([text === "Close it once." ? "once" : "twice"]);
			expect((await one.book.ask("health", {})).quarantined).toHaveLength(2);
		}
	});

	test("both may come before what they rest on", async () => {
		const made = String((await ben.book.run([page("Later", "one", space)])).ids[0]);
		const first = (await ben.book.log.ofSpace(space, 0, 1000)).filter(({ items }) => items.includes(made)).map(({ bytes }) => bytes);
		id = made;
		await bring(cleo, space, first);
		await tag(cleo, "cleo");
		await bring(ben, space, await envelopesOf(cleo, space));
		const other = await inAnotherLife("two");
		await ben.book.run([{ do: "set-body", id, params: { body: "three" } }]);
		const all = [...(await envelopesOf(ben, space)), other.bytes];
		const { device } = (await cleo.book.desk()).spaces.speaker;
		const ofCleo = (await cleo.book.log.ofSpace(space, 0, 1000)).filter((one) => one.device === device && one.lane === "content");
		const isCleos = (bytes: Uint8Array): boolean => ofCleo.some((one) => Buffer.from(one.bytes).equals(Buffer.from(bytes)));
		// What both lives of Ben's rest on is Cleo's, and comes last.
		await bring(
			ada,
			space,
			all.filter((bytes) => !isCleos(bytes)),
		);
		await bring(ada, space, all);
		await bring(ben, space, all);
		await bring(cleo, space, all);
		const text = String(await ada.book.ask("text", { id }));
		expect(["two", "three"]).toContain(text);
		await expectTheSame(text, ada, ben, cleo);
	});

	test("an envelope of several items loses only what does not count", async () => {
		const { ids } = await ada.book.run([page("Other", "other", space)]);
		await meet(space, ada, ben, cleo);
		const { documents, sealer } = await ben.book.desk();
		const changeOf = (item: string, body: string): Promise<Uint8Array> =>
			documents.use(item, ({ doc }) => {
				const mine: Doc<Draft> = load<Draft>(save(doc), { actor: sealer.actor });
				const changed = change(mine, (draft) => {
					draft.body = body;
				});
				return getLastLocalChange(changed) ?? new Uint8Array();
			});
		const both = await forge(ben, space, id, [await changeOf(id, "twice")], null, [
			{ id: ids[0] ?? "", changes: [await changeOf(ids[0] ?? "", "other, changed")] },
		]);
		await ben.book.run([{ do: "set-body", id, params: { body: "once" } }]);
		await meet(space, ada, ben);
		await tag(ada, "ada");
		await bring(cleo, space, [both.bytes]);
		await meet(space, ada, ben, cleo);
		await expectTheSame("once", ada, ben, cleo);
		for (const one of [ada, ben, cleo]) expect(await one.book.ask("text", { id: ids[0] ?? "" })).toBe("other, changed");
	});
});

test("of two that came late because their laptop was removed, and that both are rested on, the same counts in every copy", async () => {
	const other = await inAnotherLife("Close it twice.");
	await ben.book.run([{ do: "set-body", id, params: { body: "Close it once." } }]);
	await bring(cleo, space, [other.bytes]);
	await tag(cleo, "twice");
	await meet(space, ada, ben);
	await tag(ada, "once");
	await meet(space, ada, cleo);
	await ada.book.act("remove-person", { space, person: (await ben.book.ask("me", {})).person });
	await meet(space, ada, cleo);
	const texts = [];
	for (const one of [ada, cleo]) {
		await one.book.settle();
		texts.push([await one.book.ask("text", { id }), (await one.book.ask("item", { id }))?.tags]);
	}
	expect(texts[1]).toEqual(texts[0]);
	expect(texts[0]).toEqual(texts[0]?.[0] === "Close it once." ? ["Close it once.", ["once"]] : ["Close it twice.", ["twice"]]);
	await expectTheSame(String(texts[0]?.[0]), ada, cleo);
	await meet(space, ada, cleo, ben);
	await expectTheSame(String(texts[0]?.[0]), ada, cleo, ben);
	// The work on both branches of a laptop that is out is named, but for what counts.
	for (const one of [ada, cleo]) expect((await one.book.ask("health", {})).quarantined).toHaveLength(2);
});

test("in whatever order and in whatever portions the envelopes come, the same of them count", async () => {
	const other = await inAnotherLife("Close it twice.");
	const third = await inAnotherLife("Close it thrice.");
	await ben.book.run([{ do: "set-body", id, params: { body: "Close it once." } }]);
	await bring(cleo, space, [other.bytes]);
	await tag(cleo, "cleo");
	await bring(ada, space, [third.bytes]);
	await tag(ada, "ada");
	await tag(ben, "ben");
	await meet(space, ada, ben, cleo);
	const all = [...new Map((await envelopesOf(ada, space)).map((bytes) => [Buffer.from(bytes).toString("hex"), bytes])).values()];
	const identity = await ada.disk.host.host.call("identity.open");
	const taken = async (envelopes: readonly Uint8Array[]) => {
		const { host } = ada.disk.host;
		const { add = [], quarantine = [] } = await sortBackup(envelopes, {
			sodium,
			host,
			identity,
			now: 1,
			onProgress: async () => undefined,
		});
		expect(quarantine).toEqual([]);
		return add
			.map((entry) => ({ id: entry.id, items: [...entry.items].sort(), aside: entry.aside, out: entry.lateItems }))
			.sort((one, two) => (one.id < two.id ? -1 : 1));
	};
	const expected = await taken(all);
	expect(expected.filter(({ aside }) => aside === "forked").length).toBeGreaterThan(1);
	await fc.assert(
		fc.asyncProperty(fc.shuffledSubarray(all, { minLength: all.length }), async (shuffled) => {
			expect(await taken(shuffled)).toEqual(expected);
		}),
		{ numRuns: 20 },
	);
});
