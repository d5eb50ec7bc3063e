/** What waits in a document for what it rests on, and the document without it. */
import { applyChanges, type Doc, decodeChange, getAllChanges, getMissingDeps, init } from "@automerge/automerge/slim";
import type { Draft, ItemId } from "../../../shared/model/item";
import type { LogStore } from "../log/log-store";
import type { WaitingChanges } from "./live-document";
import type { OpenEnvelopes } from "./opened-envelopes";

/** A copy in which only what is applied is. */
export function withoutWaiting(doc: Doc<Draft>, actor: string): Doc<Draft> {
	return applyChanges(init<Draft>({ actor }), getAllChanges(doc))[0];
}

/** What the log has of an item that is not applied in a document, in its order. */
export function waitingReader(
	log: Pick<LogStore, "positionsOf">,
	openEnvelopes: OpenEnvelopes,
): (id: ItemId, applied: Doc<Draft> | null) => Promise<readonly WaitingChanges[]> {
	return async (id, applied) => {
		const waiting: WaitingChanges[] = [];
		for (const envelope of await openEnvelopes(await log.positionsOf(id, 0))) {
			const changes = "fault" in envelope ? [] : (envelope.changes.get(id) ?? []);
			const isWaiting = changes.length > 0 && (applied === null || !isApplied(applied, changes));
			if (isWaiting && !("fault" in envelope)) waiting.push({ seq: envelope.seq, changes });
		}
		return waiting;
	};
}

function isApplied(doc: Doc<Draft>, changes: readonly Uint8Array[]): boolean {
	try {
		const hashes = changes.map((change) => decodeChange(change).hash ?? "");
		return getMissingDeps(doc, hashes).length === 0;
	} catch {
		return false;
	}
}
