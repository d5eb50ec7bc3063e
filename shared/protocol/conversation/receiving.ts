/**
 * One direction of an exchange: what the remote has and we lack. Lists after the mark, fetches what is lacking a few requests
 * ahead, hands it to our copy in order, and moves the mark when it is durable there.
 */
import type { IntakeOutcome } from "../intake";
import { askPatiently, createPace, type Exchange, MAY_BE_TAKEN_LATER, MOST_REMEMBERED } from "./exchange";
import { type Entry, GATHERED_BYTES, MOST_ENTRIES } from "./messages";
import { createPipeline, type Pipeline } from "./pipeline";

/** Requests for envelopes that travel at a time. */
const IN_FLIGHT = 4;
/** Most envelopes in one request. */
const MOST_IN_GROUP = 500;
/** So many envelopes that a remote lists but does not give, or that are none, are the work of a liar (R18). */
const MOST_FALSE = 1000;

/** Envelopes of a remote in the order of its numbering, fetched and taken together. */
interface Group {
	readonly lacking: readonly Entry[];
	/** With these, everything up to here has been looked at. */
	readonly upTo: number;
}

/** What became of a group: so many were given. */
interface Taken {
	readonly found: number;
	readonly outcomes: readonly IntakeOutcome[];
}

export interface Receiving {
	/** Catches up with what is known of the remote. Calls must not overlap. */
	catchUp(): Promise<void>;
	/** The remote tells of what follows. */
	news(entries: readonly Entry[], envelopes: ReadonlyMap<string, Uint8Array>): void;
	/** Whether `catchUp` has something to do. */
	isBehind(): boolean;
	/** At most so many are still to come. */
	left(): number;
	readonly counts: { taken: number; refused: number; withheld: number };
}

export function createReceiving(exchange: Exchange, last: number): Receiving {
	const { space, conversation, copy, marks, origin, there } = exchange;
	const counts = { taken: 0, refused: 0, withheld: 0 };
	/** In this conversation everything up to here was looked at; the mark stays before what was withheld. */
	let lookedAt = marks.now.received;
	let known = Math.max(last, lookedAt);
	let mustList = last > lookedAt;
	/** Not taken now; the mark stays before them, so that they come again with the next conversation. */
	let postponed = 0;
	/** What was fetched last is with our copy: what follows on it may be handed over too, and waits there. */
	let handedOver: Promise<void> = Promise.resolve();
	const pace = createPace();
	let told: Entry[] = [];
	let along = new Map<string, Uint8Array>();

	async function fetchGroup({ lacking }: Group, given: ReadonlyMap<string, Uint8Array>): Promise<Map<string, Uint8Array>> {
		const found = new Map<string, Uint8Array>();
		let missing: Entry[] = [];
		const keep = ({ id, size }: Entry, bytes: Uint8Array): void => {
			if (bytes.length !== size) conversation.end("false-answer", "an envelope of another size than listed");
			found.set(id, bytes);
		};
		for (const entry of lacking) {
			const bytes = given.get(entry.id);
			if (bytes === undefined) missing.push(entry);
			else keep(entry, bytes);
		}
		while (missing.length > 0) {
			await exchange.goOn();
			const ids = missing.map(({ id }) => id);
			const got = await askPatiently(exchange, () => conversation.fetch(space, ids));
			if (got.size === 0) break;
			pace.answered();
			for (const entry of missing) {
				const bytes = got.get(entry.id);
				if (bytes !== undefined) keep(entry, bytes);
			}
			missing = missing.filter(({ id }) => !found.has(id));
		}
		return found;
	}

	/** Fetches a group and has our copy take it, in the order of the groups: it looks at one while it writes the one before. */
	async function fetchAndTake(group: Group, given: ReadonlyMap<string, Uint8Array>): Promise<Taken> {
		const before = handedOver;
		let next: () => void = () => undefined;
		handedOver = new Promise((resolve) => {
			next = resolve;
		});
		try {
			const found = await fetchGroup(group, given);
			await before;
			const taking = found.size === 0 ? [] : copy.takeIn(space, [...found.values()], origin);
			next();
			return { found: found.size, outcomes: await taking };
		} finally {
			next();
		}
	}

	async function noteGroup({ lacking, upTo }: Group, { found, outcomes }: Taken): Promise<void> {
		if (found > 0) {
			counts.taken += outcomes.length;
			const refused = outcomes.filter((outcome) => outcome.is === "refused");
			const later = refused.filter(({ why }) => MAY_BE_TAKEN_LATER.has(why)).length;
			counts.refused += refused.length - later;
			postponed += later;
		}
		counts.withheld += lacking.length - found;
		if (counts.refused + counts.withheld > MOST_FALSE) conversation.end("false-answer", "too much that is listed and cannot be had");
		lookedAt = Math.max(lookedAt, upTo);
		if (counts.withheld + postponed === 0 && upTo > marks.now.received) marks.move({ received: upTo });
		exchange.changed();
	}

	/** Fetches and takes what is lacking of these, in groups. */
	async function obtain(pipeline: Pipeline, entries: readonly Entry[], given: ReadonlyMap<string, Uint8Array>): Promise<void> {
		const lacking = new Set(
			await copy.lacks(
				space,
				entries.map(({ id }) => id),
			),
		);
		for (const { id } of entries) if (!lacking.has(id) && there.size < MOST_REMEMBERED) there.add(id);
		for (const group of groupsOf(entries, lacking, pace.of(GATHERED_BYTES))) {
			await pipeline.add(
				() => fetchAndTake(group, given),
				(taken) => noteGroup(group, taken),
			);
		}
	}

	async function list(pipeline: Pipeline): Promise<void> {
		const seen = new Set<string>();
		let listedHere = 0;
		for (let from = lookedAt, to = Number.POSITIVE_INFINITY; from < to; ) {
			await exchange.goOn();
			const { entries, last: end } = await askPatiently(exchange, () => conversation.list(space, from, pace.of(MOST_ENTRIES)));
			known = Math.max(known, end);
			to = end;
			for (const { id } of entries) seen.add(id);
			listedHere += entries.length;
			// What moves to the end there meanwhile is listed once more.
			if (listedHere > 2 * seen.size + MOST_FALSE) conversation.end("false-answer", "a list without end");
			from = entries.at(-1)?.position ?? end;
			await obtain(pipeline, entries, new Map());
			if (entries.length === 0)
				await pipeline.add(
					async () => ({ found: 0, outcomes: [] }),
					(taken) => noteGroup({ lacking: [], upTo: end }, taken),
				);
		}
	}

	return {
		counts,
		async catchUp() {
			while (mustList || told.length > 0) {
				const pipeline = createPipeline(IN_FLIGHT);
				const [entries, given, isList] = [told, along, mustList];
				[told, along, mustList] = [[], new Map(), false];
				try {
					await (isList ? list(pipeline) : obtain(pipeline, entries, given));
					await pipeline.done();
				} catch (error) {
					// What was told is not told again.
					mustList = true;
					// What has come is taken all the same, so that it need not come again.
					await pipeline.done().catch(() => undefined);
					throw error;
				}
			}
		},
		news(entries, envelopes) {
			known = Math.max(known, entries.at(-1)?.position ?? 0);
			// Without entries there is more than was told; and what waits has a limit.
			if (entries.length === 0 || told.length > MOST_ENTRIES) {
				mustList = true;
				told = [];
				along = new Map();
				return;
			}
			told.push(...entries);
			for (const [id, bytes] of envelopes) along.set(id, bytes);
		},
		isBehind: () => mustList || told.length > 0,
		left: () => Math.max(0, known - lookedAt),
	};
}

/** Cuts a list into what one request asks for. What is not lacking belongs to the group before it, so that the mark passes it. */
function groupsOf(entries: readonly Entry[], lacking: ReadonlySet<string>, room: number): Group[] {
	const groups: { lacking: Entry[]; upTo: number }[] = [];
	let bytes = 0;
	for (const entry of entries) {
		const isLacking = lacking.has(entry.id);
		let group = groups.at(-1);
		const isFull = group !== undefined && (group.lacking.length >= MOST_IN_GROUP || bytes + entry.size > room);
		if (group === undefined || (isLacking && isFull && group.lacking.length > 0)) {
			group = { lacking: [], upTo: 0 };
			groups.push(group);
			bytes = 0;
		}
		group.upTo = entry.position;
		if (!isLacking) continue;
		group.lacking.push(entry);
		bytes += entry.size;
	}
	return groups;
}
