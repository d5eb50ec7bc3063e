/** Tells those who have a document open of every change that became durable, whoever made it, and of what went out of it. */
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

/** Changes went out of a document: it was this before. */
export interface DocumentReplaced {
	readonly id: ItemId;
	readonly doc: Doc<Draft>;
	readonly was: Doc<Draft>;
}

export interface DocumentNews {
	tell(changed: DocumentChanged): void;
	listen(listener: (changed: DocumentChanged) => void): () => void;
	tellReplaced(replaced: DocumentReplaced): void;
	onReplaced(listener: (replaced: DocumentReplaced) => void): () => void;
}

export function createDocumentNews(): DocumentNews {
	const changes = createTelling<DocumentChanged>();
	const replacements = createTelling<DocumentReplaced>();
	return { tell: changes.tell, listen: changes.listen, tellReplaced: replacements.tell, onReplaced: replacements.listen };
}

function createTelling<News>(): { tell(news: News): void; listen(listener: (news: News) => void): () => void } {
	const listeners = new Set<(news: News) => void>();
	return {
		tell(news) {
			for (const listener of listeners) listener(news);
		},
		listen(listener) {
			listeners.add(listener);
			return () => listeners.delete(listener);
		},
	};
}
