/** Whole engines that meet by hand: what one has is given to another as a line would bring it. */
import type { RunningEngine } from "../../../renderer/engine/engine";
import type { Role } from "../../../shared/protocol/membership/statements";
import { openTestBook, type TestDisk, testDisk } from "../test-book";

export interface Laptop {
	readonly disk: TestDisk;
	book: RunningEngine;
}

export async function laptop(): Promise<Laptop> {
	const disk = await testDisk(`-${crypto.randomUUID()}`);
	return { disk, book: await openTestBook(disk) };
}

export async function restart(one: Laptop): Promise<void> {
	await one.book.close();
	one.book = await openTestBook(one.disk);
}

export async function envelopesOf(one: Laptop, space: string): Promise<readonly Uint8Array[]> {
	return (await one.book.log.ofSpace(space, 0, 100_000)).map(({ bytes }) => bytes);
}

/** Gives envelopes to a laptop; what became of each. It shows what it took by then. */
export async function bring(to: Laptop, space: string, envelopes: readonly Uint8Array[]): Promise<readonly string[]> {
	const { spaces } = await to.book.desk();
	const outcomes = await spaces.takeIn(space, envelopes, { remote: "r", numbering: "n" });
	await to.book.settle();
	return outcomes.map((outcome) => (outcome.is === "refused" ? outcome.why : outcome.is));
}

/** All of them have what any has. */
export async function meet(space: string, ...laptops: readonly Laptop[]): Promise<void> {
	for (let round = 0; round < 3; round++)
		for (const from of laptops) for (const to of laptops) if (from !== to) await bring(to, space, await envelopesOf(from, space));
}

/** A team made by the first, whom the others join. */
export async function team(first: Laptop, ...others: readonly { readonly laptop: Laptop; readonly role: Role }[]): Promise<string> {
	const { space } = await first.book.act("create-space", { name: "Pump house", server: null });
	for (const { laptop: other, role } of others) {
		const { link } = await first.book.act("invite", { space, role, ends: 0, uses: 1 });
		await other.book.act("join", { link });
		await meet(space, first, other);
	}
	await meet(space, first, ...others.map((other) => other.laptop));
	return space;
}

export const page = (title: string, body: string, space?: string) =>
	({ do: "create", kind: "page", fields: { title, body }, ...(space === undefined ? {} : { space }) }) as const;

/** The library of a space as it would be made anew, without what depends on the moment of arrival. */
export async function shown(one: Laptop, space: string) {
	await one.book.settle();
	const { rows, texts } = await one.book.library().dump();
	const ids = new Set(rows.filter((row) => row.space === space).map(({ id }) => id));
	return { rows: rows.filter(({ id }) => ids.has(id)), texts: texts.filter(({ id }) => ids.has(id)) };
}
