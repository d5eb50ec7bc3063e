/** Which items others changed since one last looked, from the log: read on from where it was read last. */
import { decodeChange } from "@automerge/automerge/slim";
import type { ItemId } from "../../../shared/model/item";
import { toHex } from "../../../shared/protocol/bytes";
import { type EnvelopeBody, EnvelopeRefused } from "../../../shared/protocol/envelope";
import type { Sodium } from "../../../shared/protocol/sodium";
import type { Opener } from "../documents/sealer";
import type { LogEntry, LogStore } from "../log/log-store";
import type { HeldSpace, HeldSpaces } from "../spaces/held-spaces";

/** Entries of the log read at once. */
const AT_ONCE = 200;
/** Items that are remembered, those that were changed last. */
const MOST_ITEMS = 1000;

export interface ChangedItem {
	readonly id: ItemId;
	readonly space: string;
	/** Position of the first entry of theirs. */
	readonly first: number;
	last: number;
	/** Hex keys of the persons. */
	readonly by: Set<string>;
	/** Hashes of their changes. */
	readonly changes: Set<string>;
	/** The newest time, by the authors' clocks. */
	time: number;
}

export interface AwayLedger {
	/** What others changed, the newest first. Calls must not overlap. */
	read(): Promise<readonly ChangedItem[]>;
	/** All of it was seen. */
	seen(): Promise<void>;
}

export interface LedgerParts {
	readonly sodium: Sodium;
	readonly log: LogStore;
	readonly spaces: HeldSpaces;
	readonly opener: Opener;
}

export function openAwayLedger({ sodium, log, spaces, opener }: LedgerParts): AwayLedger {
	const items = new Map<ItemId, ChangedItem>();
	/** Up to where each space was read. */
	const readUpTo = new Map<string, number>();

	function isOthers(space: HeldSpace, { device, lane }: LogEntry): string | null {
		if (lane === "membership") return null;
		const person = space.history.current()?.devices.get(device)?.person ?? null;
		return person === spaces.speaker.person ? null : person;
	}

	/** What was there before one came is not what happened while one was away. */
	function cameAt(space: HeldSpace): number {
		const own = space.history.statements().filter(({ device }) => device === spaces.speaker.device);
		return own.reduce((earliest, { time }) => Math.min(earliest, time), Number.POSITIVE_INFINITY);
	}

	function open(bytes: Uint8Array): EnvelopeBody | null {
		try {
			return opener.open(bytes);
		} catch (error) {
			if (error instanceof EnvelopeRefused) return null;
			throw error;
		}
	}

	function note(space: HeldSpace, { seq, bytes }: LogEntry, person: string, after: number): void {
		const body = open(bytes);
		if (body === null || body.time < after) return;
		for (const { id, changes } of body.items) {
			const item = items.get(id) ?? { id, space: space.id, first: seq, last: seq, by: new Set(), changes: new Set(), time: 0 };
			// The newest stand last.
			items.delete(id);
			items.set(id, item);
			item.last = seq;
			item.by.add(person);
			item.time = Math.max(item.time, body.time);
			for (const change of changes) item.changes.add(hashOf(sodium, change));
		}
		for (const id of items.keys()) {
			if (items.size <= MOST_ITEMS) break;
			items.delete(id);
		}
	}

	async function readSpace(space: HeldSpace): Promise<void> {
		const after = cameAt(space);
		for (;;) {
			const from = Math.max(space.local.seenUpTo, readUpTo.get(space.id) ?? 0);
			const entries = await log.ofSpace(space.id, from, AT_ONCE);
			for (const entry of entries) {
				const person = entry.late === undefined && entry.items.length > 0 ? isOthers(space, entry) : null;
				if (person !== null) note(space, entry, person, after);
				readUpTo.set(space.id, entry.seq);
			}
			if (entries.length < AT_ONCE) return;
		}
	}

	return {
		async read() {
			for (const space of spaces.all()) if (space.id !== spaces.privateSpace) await readSpace(space);
			return [...items.values()].reverse();
		},
		async seen() {
			const upTo = await log.lastSeq();
			items.clear();
			const changed = spaces.all().map((space) => {
				space.local = { ...space.local, seenUpTo: upTo };
				return space.local;
			});
			await log.change({ spaces: changed });
		},
	};
}

const HASHED_FROM = 8;
const PLAIN_CHANGE = 1;

/** The name that Automerge gives a change: SHA-256 of its chunk behind magic bytes and checksum. */
function hashOf(sodium: Sodium, change: Uint8Array): string {
	if (change[HASHED_FROM] === PLAIN_CHANGE) return toHex(sodium.crypto_hash_sha256(change.subarray(HASHED_FROM)));
	return decodeChange(change).hash;
}
