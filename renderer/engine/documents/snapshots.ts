/** Snapshots of documents: a cache of what the log says, in which nothing survives that went out of it. */
import { save } from "@automerge/automerge/slim";
import type { ItemId } from "../../../shared/model/item";
import type { LogStore } from "../log/log-store";
import type { LiveDocument } from "./live-document";

export interface SnapshotKeeper {
	/** Keeps one, where there is something new in it. That it could not be written is no failure of whatever was being done. */
	keep(document: LiveDocument): Promise<void>;
	/** Keeps none of these from now on; resolves when none is being written. */
	stop(ids: Iterable<ItemId>): Promise<void>;
	resume(ids: Iterable<ItemId>): void;
}

/** `isDurable` says whether a document is the one in memory, and as the log has it. */
export function snapshotKeeper(
	log: Pick<LogStore, "putSnapshot">,
	isDurable: (document: LiveDocument) => boolean,
	onProblem: (error: unknown) => void,
): SnapshotKeeper {
	const stopped = new Set<ItemId>();
	const writing = new Map<ItemId, Promise<void>>();

	async function write(document: LiveDocument): Promise<void> {
		const unsaved = document.unsaved;
		document.unsaved = 0;
		try {
			await log.putSnapshot({ item: document.id, bytes: save(document.doc), seq: document.seq, updated: document.updated });
		} catch (error) {
			document.unsaved += unsaved;
			onProblem(error);
		}
	}

	return {
		async keep(document) {
			const { id } = document;
			if (document.unsaved === 0 || stopped.has(id) || !isDurable(document)) return;
			const written = write(document);
			writing.set(id, written);
			await written;
			if (writing.get(id) === written) writing.delete(id);
		},
		async stop(ids) {
			for (const id of ids) {
				stopped.add(id);
				await writing.get(id);
			}
		},
		resume(ids) {
			for (const id of ids) stopped.delete(id);
		},
	};
}
