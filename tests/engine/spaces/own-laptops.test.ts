/** A person's second laptop, and one that was lost. */
import { expect, test } from "vitest";
import { openTestBook } from "../test-book";
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

/** Two laptops of a person, the one first that has been in the private space longer (docs/protocol.md R10): each began it. */
async function bySeniority(one: Laptop, other: Laptop): Promise<readonly [Laptop, Laptop]> {
	const home = await privateOf(one);
	const statements = (await one.book.desk()).spaces.history(home)?.statements() ?? [];
	const beginnings = statements.filter(({ statement }) => statement.is === "create").sort((left, right) => (left.id < right.id ? -1 : 1));
	const device = (await one.book.desk()).spaces.speaker.device;
	const another = (await other.book.desk()).spaces.speaker.device;
	return beginnings.find((begun) => begun.device === device || begun.device === another)?.device === device ? [one, other] : [other, one];
}

const isIn = async (one: Laptop, space: string, device: string): Promise<boolean | undefined> =>
	(await one.book.desk()).spaces.history(space)?.current()?.devices.get(device)?.active;

test("a lost laptop goes out of spaces that are met only later, and by another laptop", async () => {
	const [first, ben, second] = [await laptop(), await laptop(), await laptop()];
	const space = await team(first, { laptop: ben, role: "editor" });
	await add(first, second);
	const home = await privateOf(first);
	await meet(home, first, second);
	await meet(space, first, second, ben);
	const [kept, gone] = await bySeniority(first, second);
	const lost = (await gone.book.desk()).spaces.speaker.device;
	expect(await isIn(ben, space, lost)).toBe(true);
	await ben.book.close();
	// A third laptop hears in the private space that one is lost, and of the team only afterwards.
	const third = await laptop();
	await add(first, third);
	await gone.book.close();
	ben.book = await openTestBook(ben.disk);
	await kept.book.act("remove-device", { device: lost });
	expect(await isIn(kept, space, lost)).toBe(false);
	await bring(third, home, await envelopesOf(kept, home));
	await bring(third, space, await envelopesOf(ben, space));
	expect(await isIn(third, space, lost)).toBe(false);
	await bring(ben, space, await envelopesOf(third, space));
	expect(await isIn(ben, space, lost)).toBe(false);
	for (const one of [kept, ben, third]) await one.book.close();
});

test("a thief who removes a laptop on a stolen one gets it out of no other space by the person's other laptops", async () => {
	const [first, ben, second] = [await laptop(), await laptop(), await laptop()];
	const space = await team(first, { laptop: ben, role: "editor" });
	await ben.book.close();
	await add(first, second);
	const home = await privateOf(first);
	await meet(home, first, second);
	await meet(space, first, second);
	const [owned, stolen] = await bySeniority(first, second);
	const third = await laptop();
	await add(first, third);
	await meet(home, first, second, third);
	await bring(third, space, await envelopesOf(first, space));
	await meet(space, owned, third);
	const mine = (await owned.book.desk()).spaces.speaker.device;
	const theirs = (await stolen.book.desk()).spaces.speaker.device;
	await stolen.book.act("remove-device", { device: mine });
	await bring(third, home, await envelopesOf(stolen, home));
	expect(await isIn(third, home, mine)).toBe(false);
	expect(await isIn(third, space, mine)).toBe(true);
	// The person has not heard of it and removes the stolen one: what was stated there beside it comes to nothing.
	await owned.book.act("remove-device", { device: theirs });
	await meet(home, owned, third);
	await meet(space, owned, third);
	for (const one of [owned, third])
		for (const where of [home, space]) {
			expect(await isIn(one, where, mine)).toBe(true);
			expect(await isIn(one, where, theirs)).toBe(false);
		}
	for (const one of [owned, stolen, third]) await one.book.close();
});
