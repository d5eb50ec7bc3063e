/** Statements whose authors' chains have gaps: nothing that others can never take is named in what one says oneself. */
import sodium from "libsodium-wrappers-sumo";
import { expect, onTestFinished, test } from "vitest";
import { makePersonRemoval } from "../../../shared/protocol/membership/making-statements";
import { forgeStatement } from "./forging";
import { bring, envelopesOf, type Laptop, laptop, meet, page, restart, team } from "./laptops";

async function some(): Promise<readonly [Laptop, Laptop, Laptop]> {
	const three = [await laptop(), await laptop(), await laptop()] as const;
	onTestFinished(async () => {
		for (const one of three) await one.book.close();
	});
	return three;
}

/** A removal that its author has no right to, and something that everybody may say: given to one, and never complete. */
async function withGaps(by: Laptop, space: string, person: string): Promise<readonly Uint8Array[]> {
	const membership = (await by.book.desk()).spaces.history(space)?.current() ?? null;
	if (membership === null) throw new Error("not in this space");
	const { statement } = makePersonRemoval(sodium, membership, person, new Map());
	const removal = await forgeStatement(by, space, 1000, statement);
	const gather = await forgeStatement(by, space, 1001, { is: "gather" });
	return [removal.bytes, gather.bytes];
}

const isIn = async (one: Laptop, space: string, of: Laptop): Promise<boolean> => {
	const { device } = (await of.book.desk()).spaces.speaker;
	return (await one.book.desk()).spaces.history(space)?.current()?.devices.get(device)?.active === true;
};

test("a reader cannot silence somebody by a removal that does not hold and what else they give to them alone", async () => {
	const [ada, ben, eva] = await some();
	const space = await team(ada, { laptop: ben, role: "editor" }, { laptop: eva, role: "reader" });
	const forged = await withGaps(eva, space, (await ben.book.ask("me", {})).person);
	expect(await bring(ben, space, forged)).toEqual(["waiting", "waiting"]);
	expect((await ben.book.ask("spaces", {}))[1]?.state).toBe("ready");
	const id = String((await ben.book.run([page("Valves", "open", space)])).ids[0]);
	await bring(ada, space, await envelopesOf(ben, space));
	expect(await ada.book.ask("text", { id })).toBe("open");
	await restart(ben);
	await bring(ben, space, forged);
	await ben.book.run([{ do: "set-body", id, params: { body: "shut" } }]);
	await bring(ada, space, await envelopesOf(ben, space));
	expect(await ada.book.ask("text", { id })).toBe("shut");
});

test("what somebody was given beside the removal that holds is not in what they say once they are in again", async () => {
	const [ada, ben, eva] = await some();
	const space = await team(ada, { laptop: ben, role: "editor" }, { laptop: eva, role: "reader" });
	const person = (await ben.book.ask("me", {})).person;
	const forged = await withGaps(eva, space, person);
	await ada.book.run([page("Meanwhile", "", space)]);
	await ada.book.act("remove-person", { space, person });
	const statements = async () =>
		(await ada.book.log.ofSpace(space, 0, 1000)).filter(({ lane }) => lane === "membership").map(({ bytes }) => bytes);
	await bring(ben, space, [...forged, ...(await statements())]);
	expect((await ben.book.ask("spaces", {}))[1]?.state).toBe("removed");
	const { link } = await ada.book.act("invite", { space, role: "editor", ends: 0, uses: 1 });
	await bring(ben, space, await statements());
	await ben.book.act("join", { link });
	await bring(ada, space, await envelopesOf(ben, space));
	expect(await isIn(ada, space, ben)).toBe(true);
});

test("whoever joins is let in, whatever a member has put beside the statements that they were shown", async () => {
	const [ada, ben, eva] = await some();
	const space = await team(ada, { laptop: eva, role: "reader" });
	await ada.book.run([page("Before", "", space)]);
	const { link } = await ada.book.act("invite", { space, role: "editor", ends: 0, uses: 1 });
	await meet(space, ada, eva);
	const forged = await withGaps(eva, space, (await ben.book.ask("me", {})).person);
	const statements = (await ada.book.log.ofSpace(space, 0, 1000)).filter(({ lane }) => lane === "membership").map(({ bytes }) => bytes);
	await ben.book.act("join", { link });
	await bring(ben, space, [...statements, ...forged]);
	await bring(ada, space, await envelopesOf(ben, space));
	expect(await isIn(ada, space, ben)).toBe(true);
	await bring(ben, space, await envelopesOf(ada, space));
	const id = String((await ben.book.run([page("Valves", "open", space)])).ids[0]);
	await bring(ada, space, await envelopesOf(ben, space));
	expect(await ada.book.ask("text", { id })).toBe("open");
});
