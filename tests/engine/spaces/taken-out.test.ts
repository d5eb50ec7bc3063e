/** When something late goes out of the book, it goes out of everywhere: open texts, snapshots, what a sudden end leaves. */
import { expect, test } from "vitest";
import type { TextUpdate } from "../../../renderer/engine/contract";
import { updatesBetween } from "../../../renderer/engine/text/text-sessions";
import { bring, envelopesOf, type Laptop, laptop, meet, page, restart, shown, team } from "./laptops";

function apply(text: string, updates: readonly TextUpdate[]): string {
	let result = text;
	for (const { splices } of updates)
		for (const { at, remove, insert } of [...splices].reverse()) result = result.slice(0, at) + insert + result.slice(at + remove);
	return result;
}

interface Scene {
	readonly ada: Laptop;
	readonly ben: Laptop;
	readonly eva: Laptop;
	readonly space: string;
	readonly id: string;
}

/** Ada removes Ben, who does not know it and writes on; Eva has what he wrote, and not the removal yet. */
async function scene(edits: number): Promise<Scene> {
	const [ada, ben, eva] = [await laptop(), await laptop(), await laptop()];
	const space = await team(ada, { laptop: ben, role: "editor" }, { laptop: eva, role: "editor" });
	const id = String((await ada.book.run([page("Valves", "Close the valve.", space)])).ids[0]);
	await meet(space, ada, ben, eva);
	await ada.book.act("remove-person", { space, person: (await ben.book.ask("me", {})).person });
	for (let count = 1; count <= edits; count++)
		await ben.book.run([{ do: "set-body", id, params: { body: `Open ${count} of the valves.` } }]);
	await bring(eva, space, await envelopesOf(ben, space));
	return { ada, ben, eva, space, id };
}

const closeAll = async ({ ada, ben, eva }: Scene): Promise<void> => {
	for (const one of [ada, ben, eva]) await one.book.close();
};

test("who has the text open sees it go, and what they type then is typed into what is left", async () => {
	const met = await scene(1);
	const { ada, eva, space, id } = met;
	const session = await eva.book.openText(id);
	let { text, version } = session;
	session.onUpdates((next, updates) => {
		version = next;
		text = apply(text, updates);
	});
	expect(text).toBe("Open 1 of the valves.");
	await bring(eva, space, await envelopesOf(ada, space));
	expect(text).toBe("Close the valve.");
	const typed = [{ origin: "eva", splices: [{ at: 5, remove: 0, insert: " gently" }] }];
	expect(await session.push(version, typed)).toEqual({ outcome: "accepted" });
	expect(await eva.book.ask("text", { id })).toBe("Close gently the valve.");
	session.close();
	await meet(space, ada, eva);
	expect(await shown(eva, space)).toEqual(await shown(ada, space));
	await closeAll(met);
});

test("what somebody typed before they heard of it is put where it belongs in what is left", async () => {
	const met = await scene(1);
	const { ada, eva, space, id } = met;
	const session = await eva.book.openText(id);
	const { version } = session;
	await bring(eva, space, await envelopesOf(ada, space));
	const answer = await session.push(version, [{ origin: "eva", splices: [{ at: 0, remove: 0, insert: "Now: " }] }]);
	expect(answer.outcome).toBe("stale");
	if (answer.outcome === "stale") expect(apply(session.text, answer.updates)).toBe("Close the valve.");
	session.close();
	await closeAll(met);
});

test("no snapshot keeps it, also one that was being written just then and when the machine dies right after", async () => {
	const met = await scene(140);
	const { ada, eva, space, id } = met;
	let arrived = (): void => undefined;
	let goOn = (): void => undefined;
	const isWriting = new Promise<void>((resolve) => {
		arrived = resolve;
	});
	const mayGoOn = new Promise<void>((resolve) => {
		goOn = resolve;
	});
	let isStarting = true;
	let isDead = false;
	eva.disk.wrapLog = (log) => ({
		...log,
		async putSnapshot(snapshot) {
			if (isStarting) throw new Error("no room for a snapshot");
			arrived();
			await mayGoOn;
			await log.putSnapshot(snapshot);
		},
		async change(change) {
			if (isDead) throw new Error("the machine is dead");
			// The moment after what was late is out.
			isDead = change.add?.some(({ late }) => late !== undefined) === true;
			return log.change(change);
		},
	});
	await eva.book.log.dropSnapshots([id]);
	await restart(eva);
	isStarting = false;
	// Reading it writes a snapshot: so much has come since the last.
	const reading = eva.book.openText(id).then((session) => session.close());
	await isWriting;
	const taking = bring(eva, space, await envelopesOf(ada, space)).catch(() => undefined);
	setTimeout(goOn, 100);
	await Promise.all([reading, taking]);
	await eva.book.close();

	eva.disk.wrapLog = (log) => log;
	await restart(eva);
	await eva.book.settle();
	expect(await eva.book.ask("text", { id })).toBe("Close the valve.");
	expect(await shown(eva, space)).toEqual(await shown(ada, space));
	await closeAll(met);
});

test.each([
	["", "abc"],
	["abc", ""],
	["abc", "abc"],
	["aaa", "aa"],
	["abab", "ab"],
	["one two three", "one three"],
	["a😀b", "a😁b"],
])("one text becomes another by one update: %j, %j", (was, is) => {
	expect(apply(was, updatesBetween(was, is))).toBe(is);
	expect(updatesBetween(was, is).length).toBe(was === is ? 0 : 1);
});
