/** What came late, and what others wrote rests on it: nobody else's work may be lost for it (docs/protocol.md R5). */
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
		for (const hash of await documents.missing(id)) missing.add(hash);
	if (missing.size === 0) return [];
	return opened
		.filter(({ changes }) => [...changes.values()].flat().some((change) => missing.has(hashOf(change))))
		.map(({ entry }) => entry);
}

function changesOf(entry: LogEntry, opener: Opener): ReadonlyMap<ItemId, readonly Uint8Array[]> {
	try {
		return new Map(opener.open(entry.bytes).items.map(({ id, changes }) => [id, changes]));
	} catch (error) {
		if (error instanceof EnvelopeRefused) return new Map();
		throw error;
	}
}

/** "" for what is not to be given to Automerge. */
function hashOf(change: Uint8Array): string {
	if ("fault" in inspectChange(change)) return "";
	try {
		return decodeChange(change).hash ?? "";
	} catch {
		return "";
	}
}
