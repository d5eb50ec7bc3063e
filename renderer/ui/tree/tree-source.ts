/** What a tree shows and where it comes from. The tree knows no engine and no kind of item. */

/** One entry of the tree. */
export interface TreeEntry {
	readonly id: string;
	readonly label: string;
	readonly hasChildren: boolean;
	/** A number or word at the end of the line, already put in the reader's language. */
	readonly badge?: string;
	/** The badge in words, for those who hear the tree: "12 bookmarks". */
	readonly badgeLabel?: string;
	/** Shown, but neither renamed nor moved. */
	readonly locked?: boolean;
	/** Tells the renderer of icons what kind of entry this is. */
	readonly icon?: string;
}

/** The children of one entry, as far as they are known. */
export type TreeChildren =
	| { readonly is: "loading" }
	| { readonly is: "ready"; readonly entries: readonly TreeEntry[] }
	| { readonly is: "failed" };

/** Tells the children of an entry (null: the top) at once or later, and again whenever they change. Gives back what stops it. */
export interface TreeSource {
	watch(parent: string | null, tell: (children: TreeChildren) => void): () => void;
}

/** Where an entry is put: below which parent, and in front of which of its children (null: behind all). */
export interface TreePlacement {
	readonly id: string;
	readonly parent: string | null;
	readonly before: string | null;
}
