/** Tells those who have a document open of every change that became durable, whoever made it. */
import type { Doc } from "@automerge/automerge/slim";
import type { Draft, ItemId } from "../../../shared/model/item";

/** A document changed; `before` are its heads before that. */
export interface DocumentChanged {
	readonly id: ItemId;
	readonly doc: Doc<Draft>;
	readonly before: readonly string[];
	/** Who made the change: the editor's push, "command", or "remote". */
	readonly origin: string;
}

export interface DocumentNews {
	tell(changed: DocumentChanged): void;
	listen(listener: (changed: DocumentChanged) => void): () => void;
}

export function createDocumentNews(): DocumentNews {
	const listeners = new Set<(changed: DocumentChanged) => void>();
	return {
		tell(changed) {
			for (const listener of listeners) listener(changed);
		},
		listen(listener) {
			listeners.add(listener);
			return () => listeners.delete(listener);
		},
	};
}
