/** A person's second laptop, and one that was lost. */
import { expect, test } from "vitest";
import { bring, envelopesOf, type Laptop, laptop, meet, page, restart, shown, team } from "./laptops";

/** The second becomes a laptop of the first one's person. */
async function add(first: Laptop, second: Laptop): Promise<void> {
	const { code } = await second.book.act("make-laptop-code", {});
	const { answer } = await first.book.act("add-laptop", { code });
	await second.book.act("become-laptop", { answer });
	await restart(second);
}

const privateOf = async (one: Laptop): Promise<string> => (await one.book.desk()).spaces.privateSpace;

test("a new laptop that was added has everything of the person's after they met, in all spaces, and writes there", async () => {
	const [first, ben, second] = [await laptop(), await laptop(), await laptop()];
	await first.book.act("introduce", { card: { name: "Ada", colour: "#123456", picture: null } });
	const space = await team(first, { laptop: ben, role: "editor" });
	const mine = String((await first.book.run([page("Diary", "private words")])).ids[0]);
	const shared = String((await first.book.run([page("Valves", "for all", space)])).ids[0]);
	await add(first, second);
	const home = await privateOf(first);
	expect(await privateOf(second)).toBe(home);
	// Apart, before anything was met: the new one can be written in.
	const own = String((await second.book.run([page("On the new one", "here")])).ids[0]);
	await meet(home, first, second);
	await meet(space, first, second, ben);
	expect(await second.book.ask("spaces", {})).toMatchObject([
		{ kind: "private", state: "ready" },
		{ space, state: "ready", role: "owner", name: "Pump house", members: 2 },
	]);
	expect(await second.book.ask("text", { id: mine })).toBe("private words");
	expect(await second.book.ask("text", { id: shared })).toBe("for all");
	expect(await first.book.ask("text", { id: own })).toBe("here");
	expect((await second.book.ask("me", {})).card.name).toBe("Ada");
	await second.book.run([{ do: "set-body", id: shared, params: { body: "for all, changed" } }, page("Both", "x")]);
	await meet(home, first, second);
	await meet(space, first, second, ben);
	expect(await ben.book.ask("text", { id: shared })).toBe("for all, changed");
	expect((await ben.book.ask("authorship", { id: shared })).map(({ author }) => author)).toEqual([(await first.book.ask("me", {})).person]);
	expect(await shown(second, home)).toEqual(await shown(first, home));
	expect((await second.book.ask("space", { space }))?.people[0]?.devices).toHaveLength(2);
	for (const one of [first, ben, second]) await one.book.close();
});

test("a book with something in it becomes nobody else's, and a code or answer that is none says so", async () => {
	const [first, second] = [await laptop(), await laptop()];
	await second.book.run([page("Already", "here")]);
	await expect(second.book.act("make-laptop-code", {})).rejects.toMatchObject({ code: "book-not-empty" });
	await expect(first.book.act("add-laptop", { code: "commonplace://laptop#12" })).rejects.toMatchObject({ code: "bad-request" });
	await expect(first.book.act("become-laptop", { answer: "https://example.org" })).rejects.toMatchObject({ code: "bad-request" });
	expect(await second.book.ask("counts", {})).toMatchObject({ page: 1 });
	for (const one of [first, second]) await one.book.close();
});

test("a lost laptop is removed everywhere: what it writes afterwards is set aside, and it cannot read what comes", async () => {
	const [first, second] = [await laptop(), await laptop()];
	await add(first, second);
	const home = await privateOf(first);
	const id = String((await first.book.run([page("Diary", "one")])).ids[0]);
	await meet(home, first, second);
	const lost = (await second.book.desk()).spaces.speaker.device;
	await first.book.act("remove-device", { device: lost });
	await second.book.run([{ do: "set-body", id, params: { body: "a thief's" } }]);
	await bring(first, home, await envelopesOf(second, home));
	expect(await first.book.ask("text", { id })).toBe("one");
	const secret = String((await first.book.run([page("Secret", "after")])).ids[0]);
	await bring(second, home, await envelopesOf(first, home));
	expect(await second.book.ask("item", { id: secret })).toBeNull();
	expect((await first.book.ask("space", { space: home }))?.late).toMatchObject([{ device: lost, envelopes: 1 }]);
	for (const one of [first, second]) await one.book.close();
});

test("a lost laptop goes out of spaces that are met only later, and by another laptop", async () => {
	const [first, ben, second] = [await laptop(), await laptop(), await laptop()];
	const space = await team(first, { laptop: ben, role: "editor" });
	await add(first, second);
	const home = await privateOf(first);
	await meet(home, first, second);
	await meet(space, first, second, ben);
	const lost = (await second.book.desk()).spaces.speaker.device;
	const isIn = async (one: Laptop): Promise<boolean | undefined> =>
		(await one.book.desk()).spaces.history(space)?.current()?.devices.get(lost)?.active;
	expect(await isIn(ben)).toBe(true);
	await second.book.close();
	// A third laptop hears in the private space that the second is lost, and of the team only afterwards.
	const third = await laptop();
	await add(first, third);
	await first.book.act("remove-device", { device: lost });
	expect(await isIn(first)).toBe(false);
	await bring(third, home, await envelopesOf(first, home));
	await bring(third, space, await envelopesOf(ben, space));
	expect(await isIn(third)).toBe(false);
	await bring(ben, space, await envelopesOf(third, space));
	expect(await isIn(ben)).toBe(false);
	for (const one of [first, ben, third]) await one.book.close();
});
