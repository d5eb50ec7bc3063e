/** Where a drop over a line of a tree would put something. */
import type { TreePlacement } from "./tree-source";
import { liesIn, type NodeLine, type TreeLine } from "./visible-lines";

export type DropZone = "before" | "inside" | "after";

/** The zone of a line at this height: its upper quarter, its middle, its lower quarter. */
export function zoneAt(offset: number, height: number): DropZone {
	if (offset < height / 4) return "before";
	return offset > (height * 3) / 4 ? "after" : "inside";
}

/** Where the dragged entry would go; null when it may not go there (into itself or what lies in it). */
export function placementFor(lines: readonly TreeLine[], dragged: string, over: NodeLine, zone: DropZone): TreePlacement | null {
	const target = over.entry.id;
	if (target === dragged) return null;
	if (zone === "inside") return liesIn(lines, target, dragged) ? null : { id: dragged, parent: target, before: null };
	if (liesIn(lines, over.parent, dragged)) return null;
	if (zone === "before") return { id: dragged, parent: over.parent, before: target };
	// Below an open entry is in front of its first child: that is where the line is drawn.
	const nodes = lines.filter((line): line is NodeLine => line.is === "node");
	const first = over.expanded ? nodes.find((node) => node.parent === target) : undefined;
	if (first !== undefined) return { id: dragged, parent: target, before: first.entry.id === dragged ? null : first.entry.id };
	const siblings = nodes.filter((node) => node.parent === over.parent && node.entry.id !== dragged);
	const next = siblings[siblings.findIndex((node) => node.entry.id === target) + 1];
	return { id: dragged, parent: over.parent, before: next?.entry.id ?? null };
}
