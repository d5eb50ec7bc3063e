/** Spaces as entries at the top of the tree of pages. Pure. */
import type { SpaceSummary } from "../../../engine/spaces-contract";
import type { TreeEntry } from "../../../ui/tree";

export interface PageGroup {
	/** Names it in the tree: no item is called so. */
	readonly id: string;
	readonly label: string;
	readonly spaces: readonly string[];
	readonly isEmpty: boolean;
}

const MARK = "space ";
/** Items that were shared one by one stand together: each has a space to itself. */
export const SHARES = `${MARK}shares`;

const shows = ({ kind, state, items }: SpaceSummary): boolean => kind === "private" || state === "ready" || items > 0;

/** None while all that there is lies in one's own space: then the pages themselves stand at the top. */
export function pageGroups(
	spaces: readonly SpaceSummary[],
	nameOf: (space: SpaceSummary) => string,
	sharesName: string,
): readonly PageGroup[] {
	const shown = spaces.filter(shows);
	if (shown.length < 2) return [];
	const groups = shown
		.filter(({ kind }) => kind !== "share")
		.map((space): PageGroup => ({ id: MARK + space.space, label: nameOf(space), spaces: [space.space], isEmpty: space.items === 0 }));
	const shares = shown.filter(({ kind, items }) => kind === "share" && items > 0).map(({ space }) => space);
	return shares.length === 0 ? groups : [...groups, { id: SHARES, label: sharesName, spaces: shares, isEmpty: false }];
}

export function groupEntry({ id, label, isEmpty }: PageGroup): TreeEntry {
	return { id, label, hasChildren: !isEmpty, locked: true, icon: id };
}

export function groupOf(groups: readonly PageGroup[], id: string): PageGroup | null {
	return groups.find((group) => group.id === id) ?? null;
}

/** The group in which the pages of a space stand. */
export function groupOfSpace(groups: readonly PageGroup[], space: string): PageGroup | null {
	return groups.find(({ spaces }) => spaces.includes(space)) ?? null;
}
