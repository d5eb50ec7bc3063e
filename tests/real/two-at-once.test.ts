/** A real text that two people wrote at once, each on their own laptop: what one wrote reaches the other as a line would bring it. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import { expect, test } from "vitest";
import type { TextSession, TextUpdate } from "../../renderer/engine/contract";
import { memoryLog } from "../../renderer/engine/log/memory-log";
import { type Laptop, meet, page, team } from "../engine/spaces/laptops";
import { openTestBook, testDisk } from "../engine/test-book";

interface Transaction {
	/** Indexes of those that its author had seen last. */
	readonly parents: readonly number[];
	readonly agent: number;
	readonly patches: readonly (readonly [at: number, remove: number, insert: string])[];
}

interface Trace {
	readonly txns: readonly Transaction[];
	readonly endContent: string;
}

/** What somebody types until they see something more of the other's, or are seen so far by the other. */
interface Stretch {
	readonly agent: number;
	/** The other's last transaction that is seen; -1: none. */
	readonly after: number;
	/** Its own last transaction. */
	last: number;
	readonly updates: TextUpdate[];
}

/** Those that a stretch rests on come before it. */
function stretchesOf({ txns }: Trace): readonly Stretch[] {
	const seen = txns.map(({ agent, parents }) => Math.max(-1, ...parents.filter((parent) => txns[parent]?.agent !== agent)));
	const isSeenUpTo = new Set(seen);
	const seenBy = new Map<number, number>();
	const open = new Map<number, Stretch>();
	const stretches: Stretch[] = [];
	for (const [index, { agent, patches }] of txns.entries()) {
		const before = seenBy.get(agent) ?? -1;
		const after = Math.max(before, seen[index] ?? -1);
		seenBy.set(agent, after);
		const known = after === before ? open.get(agent) : undefined;
		const stretch = known ?? { agent, after, last: index, updates: [] };
		if (known === undefined) stretches.push(stretch);
		stretch.last = index;
		for (const [at, remove, insert] of patches) stretch.updates.push({ origin: `agent ${agent}`, splices: [{ at, remove, insert }] });
		if (isSeenUpTo.has(index)) open.delete(agent);
		else open.set(agent, stretch);
	}
	return stretches;
}

/** A laptop whose log is in memory, and whose lists come a little later: it is not their speed that is looked at. */
async function laptop(): Promise<Laptop> {
	const disk = await testDisk(`-${crypto.randomUUID()}`);
	disk.wrapLog = () => memoryLog();
	return { disk, book: await openTestBook(disk, { projectionDelay: 2000 }) };
}

interface Writer {
	readonly laptop: Laptop;
	readonly device: string;
	readonly session: TextSession;
	version: number;
	/** Positions of the own log, by the last transaction that is in it. */
	readonly written: Map<number, number>;
	/** Up to here the other has everything. */
	given: number;
}

async function writerOf(one: Laptop, id: string): Promise<Writer> {
	const session = await one.book.openText(id);
	const { device } = (await one.book.desk()).spaces.speaker;
	const writer: Writer = { laptop: one, device, session, version: session.version, written: new Map(), given: 0 };
	session.onUpdates((version) => {
		writer.version = version;
	});
	return writer;
}

/** What one has written up to a position reaches the other. */
async function give(from: Writer, to: Writer, space: string, upTo: number): Promise<void> {
	const entries = (await from.laptop.book.log.ofSpace(space, from.given, 100_000)).filter(({ seq }) => seq <= upTo);
	from.given = Math.max(from.given, upTo);
	const own = entries.filter(({ device }) => device === from.device).map(({ bytes }) => bytes);
	if (own.length === 0) return;
	const { spaces } = await to.laptop.book.desk();
	const outcomes = await spaces.takeIn(space, own, { remote: "r", numbering: "n" });
	expect(outcomes.every(({ is }) => is === "accepted" || is === "known")).toBe(true);
}

test("what two people typed at once is the same text on both laptops, and the one that it was", async () => {
	const file = join(import.meta.dirname, "../../../shared/real-input/traces/friendsforever.json.gz");
	const trace = JSON.parse(gunzipSync(readFileSync(file)).toString("utf8")) as Trace;
	expect(trace.txns).toHaveLength(26_078);
	const [ada, ben] = [await laptop(), await laptop()];
	const space = await team(ada, { laptop: ben, role: "editor" });
	const id = String((await ada.book.run([page("Friends", "", space)])).ids[0]);
	await meet(space, ada, ben);
	const writers = [await writerOf(ada, id), await writerOf(ben, id)];
	for (const { agent, after, last, updates } of stretchesOf(trace)) {
		const [one, other] = [writers[agent], writers[1 - agent]];
		if (one === undefined || other === undefined) throw new Error("a third person");
		if (after >= 0) await give(other, one, space, other.written.get(after) ?? Number.NaN);
		expect(await one.session.push(one.version, updates)).toEqual({ outcome: "accepted" });
		one.written.set(last, await one.laptop.book.log.lastSeq());
	}
	for (const { session } of writers) session.close();
	await meet(space, ada, ben);
	for (const { book } of [ada, ben]) {
		await book.settle();
		expect(await book.ask("text", { id })).toBe(trace.endContent);
		expect((await book.ask("health", {})).quarantined).toEqual([]);
		await book.close();
	}
}, 240_000);
