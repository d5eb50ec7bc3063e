/** A write that fails in the middle of taking in, or an end in the middle of it: afterwards the copy is what the others are. */
import { expect, test } from "vitest";
import type { LogChange } from "../../../renderer/engine/log/log-store";
import { bring, envelopesOf, type Laptop, laptop, meet, page, restart, shown, team } from "./laptops";

/** From the next start on, changes of the log fail that this finds. */
async function failing(one: Laptop, doesFail: (change: LogChange) => boolean): Promise<void> {
	one.disk.wrapLog = (log) => ({
		...log,
		change: async (change) => {
			if (doesFail(change)) throw new Error("no room");
			return log.change(change);
		},
	});
	await restart(one);
}

async function working(one: Laptop): Promise<void> {
	one.disk.wrapLog = (log) => log;
	await restart(one);
}

test("while a space is read again after a failure, its keys and members are there for whoever reads", async () => {
	const [ada, ben] = [await laptop(), await laptop()];
	const space = await team(ada, { laptop: ben, role: "editor" });
	const id = String((await ada.book.run([page("Valves", "Close it.", space)])).ids[0]);
	await meet(space, ada, ben);
	const { held, spaces } = await ben.book.desk();
	const reading = held.reload(space);
	expect(spaces.role(space)).toBe("editor");
	expect(spaces.keysOf(space)).not.toEqual([]);
	expect(await ben.book.ask("text", { id })).toBe("Close it.");
	await reading;
	expect((await ben.book.ask("health", {})).quarantined).toEqual([]);
	for (const one of [ada, ben]) await one.book.close();
});

test("what is late by a removal is set aside also when that could not be written at first", async () => {
	const [ada, ben, eva] = [await laptop(), await laptop(), await laptop()];
	const space = await team(ada, { laptop: ben, role: "editor" }, { laptop: eva, role: "editor" });
	const id = String((await ada.book.run([page("Valves", "Close it.", space)])).ids[0]);
	await meet(space, ada, ben, eva);
	const { person } = await ben.book.ask("me", {});
	await ada.book.act("remove-person", { space, person });
	await ben.book.run([{ do: "set-body", id, params: { body: "Open it." } }]);
	await bring(eva, space, await envelopesOf(ben, space));
	expect(await eva.book.ask("text", { id })).toBe("Open it.");

	// The removal is kept, and the judgement by it fails.
	await failing(eva, ({ spaces }) => spaces?.some(({ judgedUnder }) => judgedUnder !== null) === true);
	await bring(eva, space, await envelopesOf(ada, space)).catch(() => undefined);
	const { held } = await eva.book.desk();
	expect(held.get(space)?.local.judgedUnder).not.toEqual(held.get(space)?.history.heads());

	// Nobody brings anything new: the next start alone puts it right.
	await working(eva);
	await expect.poll(async () => (await eva.book.ask("space", { space }))?.late.length, { timeout: 10_000 }).toBe(1);
	await bring(ada, space, await envelopesOf(ben, space));
	expect(await eva.book.ask("text", { id })).toBe("Close it.");
	expect(await shown(eva, space)).toEqual(await shown(ada, space));
	for (const one of [ada, ben, eva]) await one.book.close();
});
