/** This laptop's copy of the spaces, as the exchange with one remote sees it. */
import type { Origin, Outgoing, OwnCopy } from "../../../shared/protocol/conversation/ports";
import type { LogEntry } from "../log/log-store";
import { cameFrom } from "./origins";
import type { SyncLog, SyncSpaces } from "./ports";
import type { SafeElsewhere } from "./safe-elsewhere";

/** Entries read from the log at a time. */
const AT_A_TIME = 256;
/** Most envelopes that go at once. */
const MOST_AT_ONCE = 500;

export interface OwnCopyParts {
	readonly log: SyncLog;
	readonly spaces: SyncSpaces;
	readonly safe: SafeElsewhere;
	/** Hex of this device. */
	readonly device: string;
	/** An envelope that a remote does not take. */
	readonly onNotTaken: (remote: string, space: string, id: string, why: string) => void;
}

/** With whom the copy is exchanged. */
export interface CopyFor {
	/** Whether they may have anything of the space. */
	readonly mayHave: (space: string) => boolean;
	/** A peer fetches by itself; all that is brought to it is what lets us in. */
	readonly fetches: boolean;
}

/** One's own copy for the exchange with one remote. */
export function ownCopy({ log, spaces, safe, device, onNotTaken }: OwnCopyParts, { mayHave, fetches }: CopyFor): OwnCopy {
	/** This device's envelopes that are on their way, by position: those below what was settled are there, or were not taken. */
	const onTheWay = new Map<string, Map<number, LogEntry>>();
	/** The lowest number of this device in a space that they did not take: nothing from there on is with them (R1). */
	const notTakenFrom = new Map<string, number>();

	const isToGo = (held: LogEntry, origin: Origin): boolean => {
		if (cameFrom(held.origin, origin)) return false;
		return !fetches || (held.device === device && held.lane === "membership");
	};

	async function acknowledge(space: string, upTo: number): Promise<void> {
		const waiting = onTheWay.get(space);
		const end = notTakenFrom.get(space) ?? Number.POSITIVE_INFINITY;
		let highest = 0;
		for (const [position, { number }] of waiting ?? []) {
			if (position > upTo) continue;
			if (number < end) highest = Math.max(highest, number);
			waiting?.delete(position);
		}
		if (highest > 0) await safe.acknowledge(space, highest);
	}

	/** What a remote lists of this device is there. */
	async function acknowledgeListed(space: string, ids: readonly string[]): Promise<void> {
		const own = (await log.byIds(ids)).filter((held) => held.device === device);
		await safe.acknowledge(space, Math.max(0, ...own.map(({ number }) => number)));
	}

	function note(space: string, envelopes: readonly LogEntry[]): void {
		const waiting = onTheWay.get(space) ?? new Map<number, LogEntry>();
		onTheWay.set(space, waiting);
		for (const held of envelopes) if (held.device === device) waiting.set(held.seq, held);
	}

	return {
		marks: (remote, asked) => log.marks(remote, asked),
		async keepMarks(remote, space, marks) {
			await log.keepMarks(remote, space, marks);
			await acknowledge(space, marks.sent);
		},
		async lacks(space, ids) {
			const known = await log.known(ids);
			if (known.size > 0 && safe.isBehind(space)) await acknowledgeListed(space, [...known]);
			return ids.filter((id) => !known.has(id));
		},
		takeIn: spaces.takeIn,
		async toPush(space, origin, after, room): Promise<Outgoing> {
			const envelopes: LogEntry[] = [];
			let upTo = after;
			if (!mayHave(space)) return { envelopes: [], upTo, left: 0 };
			for (let size = 0; ; ) {
				const page = await log.ofSpace(space, upTo, AT_A_TIME);
				for (const held of page) {
					if (isToGo(held, origin)) {
						size += held.bytes.length;
						if (envelopes.length >= MOST_AT_ONCE || (envelopes.length > 0 && size > room)) {
							note(space, envelopes);
							return { envelopes: envelopes.map(outgoing), upTo, left: await log.countOf(space, upTo) };
						}
						envelopes.push(held);
					}
					upTo = held.seq;
				}
				if (page.length < AT_A_TIME) break;
			}
			note(space, envelopes);
			return { envelopes: envelopes.map(outgoing), upTo, left: 0 };
		},
		async notTaken(remote, space, id, why) {
			const own = [...(onTheWay.get(space)?.values() ?? [])].find((held) => held.id === id);
			if (own !== undefined) notTakenFrom.set(space, Math.min(own.number, notTakenFrom.get(space) ?? own.number));
			onNotTaken(remote, space, id, why);
		},
		onNew: spaces.onNew,
	};
}

function outgoing({ seq, id, bytes }: LogEntry): Outgoing["envelopes"][number] {
	return { position: seq, id, bytes };
}
