/** What came late, is rested on and is refused by Automerge: it is looked at once, and not again with every start. */
import { change, type Doc, decodeChange, encodeChange, getLastLocalChange, load, save } from "@automerge/automerge/slim";
import { beforeEach, expect, test } from "vitest";
import type { Draft } from "../../../shared/model/item";
import { loadAutomerge } from "../test-book";
import { type Forged, forge } from "./forging";
import { bring, type Laptop, laptop, meet, page, restart, team } from "./laptops";

let ada: Laptop;
let ben: Laptop;
let space: string;
let id: string;
let other: string;
/** How often the library of Ada was made anew. */
let renewals: number;

beforeEach(async () => {
	await loadAutomerge();
	[ada, ben] = [await laptop(), await laptop()];
	space = await team(ada, { laptop: ben, role: "editor" });
	id = String((await ada.book.run([page("Valves", "Close it.", space)])).ids[0]);
	other = String((await ada.book.run([page("Pumps", "Oil it.", space)])).ids[0]);
	await meet(space, ada, ben);
	ada.disk.wrapLibrary = (library) => ({
		...library,
		remove() {
			renewals += 1;
			return library.remove();
		},
	});
	await restart(ada);
	renewals = 0;
	return async () => {
		for (const one of [ada, ben]) await one.book.close();
	};
});

async function changeByBen(): Promise<ReturnType<typeof decodeChange>> {
	const { documents, sealer } = await ben.book.desk();
	const made = await documents.use(id, ({ doc }) => {
		const mine: Doc<Draft> = load<Draft>(save(doc), { actor: sealer.freshActor() });
		return getLastLocalChange(
			change(mine, (draft) => {
				draft.body = "x";
			}),
		);
	});
	return decodeChange(made ?? new Uint8Array());
}

/** A change that rests on another. */
async function restingOn(before: Uint8Array): Promise<Uint8Array> {
	const resting = await changeByBen();
	return encodeChange({ ...resting, deps: [...resting.deps, String(decodeChange(before).hash)].sort() });
}

async function spoilt(): Promise<Uint8Array> {
	const decoded = await changeByBen();
	return encodeChange({ ...decoded, ops: decoded.ops.map((op) => ({ ...op, obj: `9999@${decoded.actor}` })) });
}

/** Ben is removed after the first; the second, on which it rests, comes when he is out. */
async function comesLate(early: Forged, late: Forged): Promise<void> {
	expect(await bring(ada, space, [early.bytes])).toEqual(["accepted"]);
	await ada.book.act("remove-person", { space, person: (await ben.book.ask("me", {})).person });
	expect(await bring(ada, space, [late.bytes])).toEqual(["late"]);
}

async function positionOf({ id: hash }: Forged): Promise<number | undefined> {
	return (await ada.book.log.byIds([hash]))[0]?.seq;
}

/** Starts again and takes in nothing, several times: all stays where it is. */
async function staysPut(late: Forged): Promise<void> {
	await restart(ada);
	await bring(ada, space, []);
	const position = await positionOf(late);
	const last = await ada.book.log.lastSeq();
	renewals = 0;
	for (let start = 0; start < 2; start++) {
		await restart(ada);
		await bring(ada, space, []);
		expect({ renewals, position: await positionOf(late), last: await ada.book.log.lastSeq() }).toEqual({ renewals: 0, position, last });
	}
}

test("what is late, poisoned and rested on is neither moved nor a reason to make the library anew at a later start", async () => {
	const poison = await spoilt();
	const early = await forge(ben, space, id, [await restingOn(poison)]);
	const late = await forge(ben, space, id, [poison], early);
	await comesLate(early, late);
	expect((await ada.book.log.byIds([late.id]))[0]?.aside).toBe("poisoned");
	await staysPut(late);
	expect((await ada.book.log.byIds([late.id]))[0]?.aside).toBe("poisoned");
	expect(await ada.book.ask("text", { id })).toBe("Close it.");
});

test("what is late and has what another item rests on is late, whatever else is late of that item", async () => {
	const wanted = encodeChange(await changeByBen());
	const mine = encodeChange(await changeByBen());
	// It rests, in one item, on a change that comes in another one alone.
	const early = await forge(ben, space, id, [await restingOn(wanted)]);
	const late = await forge(ben, space, other, [wanted], early, [{ id, changes: [mine] }]);
	await comesLate(early, late);
	await staysPut(late);
	expect((await ada.book.log.byIds([late.id]))[0]?.late).toBe(space);
});
