/**
 * What came late, and what others wrote rests on it: nobody else's work may be lost for it (docs/protocol.md R5). What is late
 * and part of the book follows from what is not late alone, not from what arrived first.
 */
import { decodeChange } from "@automerge/automerge/slim";
import type { ItemId } from "../../../shared/model/item";
import { EnvelopeRefused } from "../../../shared/protocol/envelope";
import type { Documents } from "../documents/documents";
import type { Opener } from "../documents/sealer";
import type { LogEntry, LogStore } from "../log/log-store";
import { inspectChange } from "./change-inspection";

/** Which of the late envelopes of a space hold changes that changes in the log rest on. Once they are in, there may be more. */
export async function restedOn(space: string, log: LogStore, documents: Documents, opener: Opener): Promise<readonly LogEntry[]> {
	const late = (await log.late(space)).filter(({ aside }) => aside === undefined);
	if (late.length === 0) return [];
	const opened = late.map((entry) => ({ entry, changes: changesOf(entry, opener) }));
	const missing = new Set<string>();
	for (const id of new Set(opened.flatMap(({ changes }) => [...changes.keys()])))
		for (const hash of await documents.missing(id)) missing.add(inItem(id, hash));
	if (missing.size === 0) return [];
	return opened.filter(({ changes }) => linksIn(changes).some(({ hash }) => missing.has(hash))).map(({ entry }) => entry);
}

/** Which of those that are part of the book because others rested on them nobody rests on any more. */
export async function restedOnNoMore(space: string, log: LogStore, opener: Opener): Promise<readonly LogEntry[]> {
	const rested = await log.restedOn(space);
	if (rested.length === 0) return [];
	/** By hash of a change, the late envelope that it is in. */
	const lateBy = new Map<string, LogEntry>();
	const restsOn = new Map<LogEntry, readonly string[]>();
	/** Not those that the log names: it names none where Automerge refused it, and what rests on it does so all the same. */
	const items = new Set<ItemId>();
	for (const entry of rested) {
		const changes = changesOf(entry, opener);
		for (const id of changes.keys()) items.add(id);
		const links = linksIn(changes);
		for (const { hash } of links) lateBy.set(hash, entry);
		restsOn.set(
			entry,
			links.flatMap(({ deps }) => deps),
		);
	}
	const needed = new Set<LogEntry>();
	const need = (hashes: readonly string[]): void => {
		for (const hash of hashes) {
			const entry = lateBy.get(hash);
			if (entry !== undefined) needed.add(entry);
		}
	};
	const isLate = new Set(rested.map(({ seq }) => seq));
	for (const seqs of await positionsOf(items, log)) {
		for (const entry of await log.at(seqs.filter((seq) => !isLate.has(seq))))
			need(linksIn(changesOf(entry, opener)).flatMap(({ deps }) => deps));
	}
	// What is aside because of a fork may count again: it decides too, which of the branches does.
	for (const entry of await log.aside())
		if (entry.space === space && entry.aside === "forked" && !isLate.has(entry.seq))
			need(linksIn(changesOf(entry, opener)).flatMap(({ deps }) => deps));
	// A set is walked to what is added on the way.
	for (const entry of needed) need(restsOn.get(entry) ?? []);
	return rested.filter((entry) => !needed.has(entry));
}

/** Positions read at once. */
const AT_ONCE = 64;

/** Where the log has something of these items, in portions. */
async function positionsOf(items: ReadonlySet<ItemId>, log: LogStore): Promise<readonly (readonly number[])[]> {
	const seqs = [...new Set((await Promise.all([...items].map((id) => log.positionsOf(id, 0)))).flat())];
	return Array.from({ length: Math.ceil(seqs.length / AT_ONCE) }, (_, at) => seqs.slice(at * AT_ONCE, (at + 1) * AT_ONCE));
}

function changesOf(entry: LogEntry, opener: Opener): ReadonlyMap<ItemId, readonly Uint8Array[]> {
	try {
		return new Map(opener.open(entry.bytes).items.map(({ id, changes }) => [id, changes]));
	} catch (error) {
		if (error instanceof EnvelopeRefused) return new Map();
		throw error;
	}
}

interface Links {
	/** Of the change, within its item. */
	readonly hash: string;
	/** Of what it rests on, within its item. */
	readonly deps: readonly string[];
}

/** A change rests on those of its own item: the same hash in another one is nothing to it. */
const inItem = (id: ItemId, hash: string): string => `${id} ${hash}`;

/** How these changes hang together with others; without what is not to be given to Automerge. */
function linksIn(changes: ReadonlyMap<ItemId, readonly Uint8Array[]>): readonly Links[] {
	return [...changes].flatMap(([id, ofItem]) => ofItem.flatMap((change) => linksOf(id, change)));
}

function linksOf(id: ItemId, change: Uint8Array): readonly Links[] {
	if ("fault" in inspectChange(change)) return [];
	try {
		const { hash, deps } = decodeChange(change);
		return hash === undefined || hash === null ? [] : [{ hash: inItem(id, hash), deps: deps.map((dep) => inItem(id, dep)) }];
	} catch {
		return [];
	}
}
