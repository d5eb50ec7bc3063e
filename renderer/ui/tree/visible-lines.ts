/** From what is known of a tree to the lines that are on show, in order. */
import type { TreeChildren, TreeEntry } from "./tree-source";

export interface NodeLine {
	readonly is: "node";
	readonly entry: TreeEntry;
	readonly parent: string | null;
	/** 1 at the top. */
	readonly level: number;
	/** 1-based place among its siblings, and how many there are. */
	readonly position: number;
	readonly siblings: number;
	readonly expanded: boolean;
}

/** A line that says that the children of an expanded entry could not be read. */
export interface FailureLine {
	readonly is: "failure";
	readonly parent: string | null;
	readonly level: number;
}

export type TreeLine = NodeLine | FailureLine;

/** No tree is deeper than this on the screen; it also ends a loop, should data ever hold one. */
const DEEPEST = 200;

/** The lines on show: depth first, children only of what is expanded. */
export function visibleLines(known: ReadonlyMap<string | null, TreeChildren>, expanded: ReadonlySet<string>): readonly TreeLine[] {
	const lines: TreeLine[] = [];
	const seen = new Set<string>();
	const add = (parent: string | null, level: number): void => {
		const children = known.get(parent);
		if (children === undefined || children.is === "loading" || level > DEEPEST) return;
		if (children.is === "failed") {
			lines.push({ is: "failure", parent, level });
			return;
		}
		children.entries.forEach((entry, index) => {
			if (seen.has(entry.id)) return;
			seen.add(entry.id);
			const open = entry.hasChildren && expanded.has(entry.id);
			lines.push({ is: "node", entry, parent, level, position: index + 1, siblings: children.entries.length, expanded: open });
			if (open) add(entry.id, level + 1);
		});
	};
	add(null, 1);
	return lines;
}

/** Whether the entry lies in the other one, or is it. Looks only at what is on show. */
export function liesIn(lines: readonly TreeLine[], id: string | null, ancestor: string): boolean {
	const parents = new Map(lines.flatMap((line) => (line.is === "node" ? [[line.entry.id, line.parent] as const] : [])));
	for (let at = id, steps = 0; at !== null && steps <= DEEPEST; at = parents.get(at) ?? null, steps++) {
		if (at === ancestor) return true;
	}
	return false;
}

/** Index of the line of an entry; -1 when it is not on show. */
export function lineOf(lines: readonly TreeLine[], id: string | null): number {
	return id === null ? -1 : lines.findIndex((line) => line.is === "node" && line.entry.id === id);
}
