/** What a member sends who keeps no rules: each is refused or put aside alone, and what was good before it stays. */
import {
	change,
	type Doc,
	decodeChange,
	encodeChange,
	getAllChanges,
	getLastLocalChange,
	init,
	load,
	save,
} from "@automerge/automerge/slim";
import { beforeEach, describe, expect, test } from "vitest";
import { inspectChange } from "../../../renderer/engine/spaces/change-inspection";
import { toDocument } from "../../../shared/model/document";
import type { Draft } from "../../../shared/model/item";
import { pageModel } from "../../../shared/model/page";
import { fromHex } from "../../../shared/protocol/bytes";
import { loadAutomerge } from "../test-book";
import { forge } from "./forging";
import { bring, envelopesOf, type Laptop, laptop, meet, page, restart, shown, team } from "./laptops";

let ada: Laptop;
let ben: Laptop;
let space: string;
let id: string;

beforeEach(async () => {
	await loadAutomerge();
	[ada, ben] = [await laptop(), await laptop()];
	space = await team(ada, { laptop: ben, role: "editor" });
	id = String((await ada.book.run([page("Valves", "Close the valve.", space)])).ids[0]);
	await meet(space, ada, ben);
	return async () => {
		for (const one of [ada, ben]) await one.book.close();
	};
});

/** The item as it is at a laptop, changed by an actor. */
async function changedBy(one: Laptop, actor: string, title: string): Promise<Uint8Array> {
	const { documents } = await one.book.desk();
	return documents.use(id, ({ doc }) => {
		const mine: Doc<Draft> = load<Draft>(save(doc), { actor });
		return lastOf(
			change(mine, (draft) => {
				draft.body = title;
			}),
		);
	});
}

const lastOf = (doc: Doc<Draft>): Uint8Array => {
	const bytes = getLastLocalChange(doc);
	if (bytes === undefined) throw new Error("no change");
	return bytes;
};

const actorOf = async (one: Laptop): Promise<string> => (await one.book.desk()).sealer.actor;
const asideAt = async (one: Laptop): Promise<readonly string[]> => (await one.book.ask("health", {})).quarantined.map(({ why }) => why);

/** The item is as it was, the next honest change arrives, and the same after a restart. */
async function goodStaysAndGoesOn(): Promise<void> {
	expect(await ada.book.ask("text", { id })).toBe("Close the valve.");
	await ada.book.run([{ do: "tag", id, params: { tag: "safety" } }]);
	await restart(ada);
	expect(await ada.book.ask("text", { id })).toBe("Close the valve.");
	expect((await ada.book.ask("item", { id }))?.tags).toEqual(["safety"]);
	await ada.book.job("rebuild-library", {}).finished;
	expect(await ada.book.ask("text", { id })).toBe("Close the valve.");
}

describe("put aside alone is", () => {
	test("a change that claims to be another's", async () => {
		const forged = await forge(ben, space, id, [await changedBy(ben, await actorOf(ada), "Ada says: open it")]);
		await bring(ada, space, [forged.bytes]);
		expect(await asideAt(ada)).toEqual(["foreign-actor"]);
		await goodStaysAndGoesOn();
	});

	test("another's change that comes with the beginning of the item, as if it were copied", async () => {
		const [first] = await changesOf(ben);
		if (first === undefined) throw new Error("nothing there");
		const forged = await forge(ben, space, id, [first, await changedBy(ben, await actorOf(ada), "Ada says: open it")]);
		await bring(ada, space, [forged.bytes]);
		expect(await asideAt(ada)).toEqual(["foreign-actor"]);
		await goodStaysAndGoesOn();
	});

	test("an item that is not of the space", async () => {
		const mine = String((await ada.book.run([page("Mine", "private")])).ids[0]);
		const stranger = lastOf(
			change(init<Draft>({ actor: await actorOf(ben) }), (draft) =>
				Object.assign(draft, toDocument(pageModel, pageModel.make({ title: "Mine" }, 1))),
			),
		);
		const forged = await forge(ben, space, mine, [stranger]);
		await bring(ada, space, [forged.bytes]);
		expect(await asideAt(ada)).toEqual(["foreign-item"]);
		expect(await ada.book.ask("text", { id: mine })).toBe("private");
		await goodStaysAndGoesOn();
	});

	test("an item that is named twice, the second time with what rests on the first", async () => {
		const { documents, sealer } = await ben.book.desk();
		const [first, second] = await documents.use(id, ({ doc }) => {
			const once = change(load<Draft>(save(doc), { actor: sealer.freshActor() }), (draft) => {
				draft.body = "Once.";
			});
			const bytes = lastOf(once);
			const twice = change(once, (draft) => {
				draft.body = "Twice.";
			});
			return [bytes, lastOf(twice)] as const;
		});
		const forged = await forge(ben, space, id, [first], null, [{ id, changes: [second] }]);
		await bring(ada, space, [forged.bytes]);
		expect(await asideAt(ada)).toEqual(["bad-change"]);
		await goodStaysAndGoesOn();
	});

	test.each<readonly [string, (good: Uint8Array) => Uint8Array]>([
		["bytes that are no change", () => new Uint8Array([1, 2, 3])],
		["a change whose checksum is wrong", (good) => good.map((byte, at) => (at === 5 ? byte ^ 1 : byte))],
		["a change that says the same number twice", (good) => encodeChange({ ...decodeChange(good), seq: 1, startOp: 500, deps: [] })],
	])("%s", async (_, spoil) => {
		const good = await changedBy(ben, await actorOf(ben), "x");
		await ben.book.run([{ do: "tag", id, params: { tag: "ben" } }]);
		await meet(space, ada, ben);
		await ada.book.run([{ do: "untag", id, params: { tag: "ben" } }]);
		const forged = await forge(ben, space, id, [spoil(good)]);
		await bring(ada, space, [forged.bytes]);
		expect((await asideAt(ada)).length).toBe(1);
		await goodStaysAndGoesOn();
	});

	test("a change that claims more operations than a machine can hold, before Automerge sees it", async () => {
		const good = await changedBy(ben, await actorOf(ben), "xx");
		expect(inspectChange(good)).toMatchObject({ actor: await actorOf(ben), isFirst: false });
		const bomb = bombBy(await actorOf(ben));
		expect(inspectChange(bomb)).toEqual({ fault: "change-too-large" });
		const forged = await forge(ben, space, id, [bomb]);
		await bring(ada, space, [forged.bytes]);
		expect(await asideAt(ada)).toEqual(["change-too-large"]);
		await goodStaysAndGoesOn();
	});
});

test("what is good in the same delivery, before and after the bad one, is taken", async () => {
	await ben.book.run([page("Before", "b", space)]);
	await bring(ada, space, await envelopesOf(ben, space));
	const bad = await forge(ben, space, id, [new Uint8Array([1, 2, 3])]);
	const good = await forge(ben, space, id, [await changedBy(ben, await actorOf(ben), "Close both.")], bad);
	expect(await bring(ada, space, [good.bytes, bad.bytes])).toEqual(["accepted", "accepted"]);
	await ada.book.settle();
	expect(await ada.book.ask("text", { id })).toBe("Close both.");
	expect((await shown(ada, space)).rows.map(({ title }) => title).sort()).toEqual(["Before", "Valves"]);
	expect(await asideAt(ada)).toEqual(["bad-change"]);
});

test("an envelope whose second item is bad leaves nothing of its first one", async () => {
	const other = String((await ada.book.run([page("Other", "other", space)])).ids[0]);
	await meet(space, ada, ben);
	const good = await changedBy(ben, await actorOf(ben), "half of it");
	const forged = await forge(ben, space, id, [good], null, [
		{ id: other, changes: [good.map((byte, at) => (at === 5 ? byte ^ 1 : byte))] },
	]);
	await bring(ada, space, [forged.bytes]);
	expect(await asideAt(ada)).toEqual(["poisoned"]);
	expect(await ada.book.ask("text", { id: other })).toBe("other");
	await goodStaysAndGoesOn();
});

test("a change that came before the beginning it rests on, and spoils it, is put aside and the beginning stays", async () => {
	const eva = await laptop();
	const { link } = await ada.book.act("invite", { space, role: "editor", ends: 0, uses: 1 });
	await eva.book.act("join", { link });
	await meet(space, ada, eva);
	await meet(space, ada, ben, eva);
	const made = String((await ada.book.run([page("Later", "good", space)])).ids[0]);
	const first = (await ada.book.log.ofSpace(space, 0, 1000)).filter(({ items }) => items.includes(made)).map(({ bytes }) => bytes);
	await bring(ben, space, await envelopesOf(ada, space));
	const { documents, sealer } = await ben.book.desk();
	const { actor } = sealer;
	const honest = await documents.use(made, ({ doc }) => {
		const mine: Doc<Draft> = load<Draft>(save(doc), { actor });
		return lastOf(
			change(mine, (draft) => {
				draft.body = "x";
			}),
		);
	});
	const decoded = decodeChange(honest);
	const spoilt = encodeChange({ ...decoded, ops: decoded.ops.map((op) => ({ ...op, obj: `9999@${decoded.actor}` })) });
	const forged = await forge(ben, space, made, [spoilt]);
	await bring(eva, space, [...(await statementsOf(ben)), forged.bytes]);
	await bring(eva, space, first);
	await eva.book.settle();
	expect(await eva.book.ask("text", { id: made })).toBe("good");
	expect((await eva.book.ask("health", {})).quarantined.map(({ why }) => why)).toEqual(["poisoned"]);
	await restart(eva);
	expect(await eva.book.ask("text", { id: made })).toBe("good");
	await eva.book.close();
});

test("a reader's content and a stranger's are refused with the reason, and nothing of them is kept", async () => {
	const eva = await laptop();
	const { link } = await ada.book.act("invite", { space, role: "reader", ends: 0, uses: 1 });
	await eva.book.act("join", { link });
	await meet(space, ada, eva);
	await meet(space, ada, eva);
	const forged = await forge(eva, space, id, [await changedBy(eva, await actorOf(eva), "mine now")]);
	expect(await bring(ada, space, [forged.bytes])).toEqual(["role"]);
	expect(await bring(ada, "0".repeat(32), [forged.bytes])).toEqual(["wrong-space"]);
	const flipped = forged.bytes.map((byte, at) => (at === 200 ? byte ^ 1 : byte));
	expect(await bring(ada, space, [flipped])).not.toEqual(["accepted"]);
	expect(await asideAt(ada)).toEqual([]);
	await eva.book.close();
	await goodStaysAndGoesOn();
});

/** What a laptop has of the membership lane and of its own. */
async function statementsOf(one: Laptop): Promise<readonly Uint8Array[]> {
	const { device } = (await one.book.desk()).spaces.speaker;
	const entries = await one.book.log.ofSpace(space, 0, 1000);
	return entries.filter((entry) => entry.lane === "membership" || entry.device === device).map(({ bytes }) => bytes);
}

async function changesOf(one: Laptop): Promise<readonly Uint8Array[]> {
	const { documents } = await one.book.desk();
	return documents.use(id, ({ doc }) => getAllChanges(doc));
}

/** A change of fifty bytes whose column of actions says: a million million times the same. */
function bombBy(actor: string): Uint8Array {
	const run = Uint8Array.of(0x80, 0x80, 0x80, 0x80, 0x80, 0x20, 1);
	const noDependencies = [0];
	const head = [...noDependencies, 16, ...fromHex(actor), 1, 1, 0, 0, 0];
	const content = Uint8Array.of(...head, 1, 0x42, run.length, ...run);
	return Uint8Array.of(0x85, 0x6f, 0x4a, 0x83, 0, 0, 0, 0, 1, content.length, ...content);
}
