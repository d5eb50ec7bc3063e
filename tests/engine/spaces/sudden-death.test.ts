/** The machine dies while something is taken in; it comes again, and nothing of it is missing or there twice. */
import { expect, test } from "vitest";
import { bring, envelopesOf, laptop, meet, page, restart, shown, team } from "./laptops";

test.each([1, 2, 3, 4])("at write %i", async (death) => {
	const [ada, ben] = [await laptop(), await laptop()];
	const space = await team(ada, { laptop: ben, role: "editor" });
	const id = String((await ada.book.run([page("Valves", "one", space)])).ids[0]);
	await meet(space, ada, ben);
	await ada.book.run([{ do: "set-body", id, params: { body: "one two" } }, page("Pumps", "new", space)]);
	await ada.book.act("rename-space", { space, name: "Boiler house" });
	await ben.book.run([{ do: "tag", id, params: { tag: "ben" } }]);
	let writes = 0;
	let isDead = false;
	ben.disk.wrapLog = (log) => ({
		...log,
		change: async (change) => {
			writes += 1;
			isDead ||= writes >= death;
			if (isDead) throw new Error("the machine is dead");
			return log.change(change);
		},
		append: (entries) => (isDead ? Promise.reject(new Error("the machine is dead")) : log.append(entries)),
	});
	await restart(ben);
	for (const envelope of await envelopesOf(ada, space)) await bring(ben, space, [envelope]).catch(() => undefined);
	ben.disk.wrapLog = (log) => log;
	await restart(ben);
	await meet(space, ada, ben);
	expect(await ben.book.ask("text", { id })).toBe("one two");
	expect(await ada.book.ask("item", { id })).toMatchObject({ tags: ["ben"] });
	expect((await ben.book.ask("spaces", {}))[1]).toMatchObject({ name: "Boiler house" });
	expect(await shown(ben, space)).toEqual(await shown(ada, space));
	const ids = (await ben.book.log.ofSpace(space, 0, 1000)).map((entry) => entry.id);
	expect(new Set(ids).size).toBe(ids.length);
	for (const one of [ada, ben]) await one.book.close();
});
