/**
 * Which files nothing in the book speaks of. The log is asked, not the library: it has what is in the trash, what stood
 * there once, and what only a newer version understands. Every change is read as it lies there, whatever kind of item it
 * belongs to: a hash that stands in it anywhere counts.
 */
import { EnvelopeRefused } from "../../../shared/protocol/envelope";
import type { LogStore } from "../log/log-store";
import type { Opener } from "./sealer";

const ENTRIES_AT_ONCE = 8;
/** Where a change's type stands, and the type whose bytes can be read as they are (the other is compressed). */
const TYPE_AT = 8;
const PLAIN_CHANGE = 1;
const HASH_LENGTH = 64;

/**
 * Those of the hashes that no change in the log mentions. None at all where that cannot be known: when something is in
 * quarantine or beside the log, or cannot be opened or read, or when the log is empty although there are files. `breathe` lets other work in.
 */
export async function unmentioned(
	hashes: readonly string[],
	log: LogStore,
	sealer: Opener,
	breathe: () => Promise<void>,
): Promise<readonly string[]> {
	const left = new Set(hashes);
	const isAllReadable = await eachChange(log, sealer, breathe, (change) => {
		for (const hash of hashesIn(change)) left.delete(hash);
	});
	return isAllReadable ? [...left] : [];
}

/** Visits every change in the log, also those appended meanwhile; false as soon as one cannot be read, or when there is none. */
async function eachChange(
	log: LogStore,
	sealer: Opener,
	breathe: () => Promise<void>,
	visit: (change: Uint8Array) => void,
): Promise<boolean> {
	// Said at once; what counts is the answer at the end.
	if (await isSomethingElsewhere(log)) return false;
	let seq = 0;
	let visited = 0;
	for (;;) {
		const entries = await log.after(seq, ENTRIES_AT_ONCE);
		// Once more: an entry that was put aside meanwhile was not visited.
		if (entries.length === 0) return visited > 0 && !(await isSomethingElsewhere(log));
		for (const entry of entries) {
			seq = entry.seq;
			if (entry.lane === "membership") continue;
			const changes = changesOf(entry.bytes, sealer);
			if (changes === null) return false;
			visited += 1;
			for (const change of changes) visit(change);
			await breathe();
		}
	}
}

/** What is in quarantine or beside the log may speak of files too. */
async function isSomethingElsewhere(log: LogStore): Promise<boolean> {
	return (await log.quarantined()).length > 0 || (await log.allOutside()).length > 0;
}

function changesOf(bytes: Uint8Array, sealer: Opener): readonly Uint8Array[] | null {
	try {
		const changes = sealer.open(bytes).items.flatMap((item) => item.changes);
		return changes.every((change) => change[TYPE_AT] === PLAIN_CHANGE) ? changes : null;
	} catch (error) {
		if (error instanceof EnvelopeRefused) return null;
		throw error;
	}
}

/** Everything of the form of a hash. Values lie side by side, so one may begin inside a longer run of hex digits. */
function* hashesIn(change: Uint8Array): Iterable<string> {
	const text = new TextDecoder("latin1").decode(change);
	for (const [run] of text.matchAll(/[0-9a-f]{64,}/g)) {
		for (let at = 0; at + HASH_LENGTH <= run.length; at++) yield run.slice(at, at + HASH_LENGTH);
	}
}
