/** Dragging in a tree: entries onto and between one another, and things from elsewhere onto an entry. */
import { type DragEvent, useRef, useState } from "react";
import { type DropZone, placementFor, zoneAt } from "./drop-place";
import type { TreeEntry, TreePlacement } from "./tree-source";
import type { NodeLine, TreeLine } from "./visible-lines";

/** What may be dropped on an entry (null: on the ground below all) though it is not of this tree. */
export interface ForeignDrops {
	/** Media types, any of which makes a drag welcome. */
	readonly types: readonly string[];
	onDrop(target: string | null, data: DataTransfer): void;
}

interface Options {
	readonly lines: readonly TreeLine[];
	readonly foreign: ForeignDrops | undefined;
	readonly onPlace: ((placement: TreePlacement) => void) | undefined;
	expand(id: string): void;
}

export interface DragHandlers {
	onDragStart(event: DragEvent): void;
	onDragOver(event: DragEvent): void;
	onDrop(event: DragEvent): void;
	onDragEnd(): void;
}

/** How long a drag rests on a closed entry before it opens. Milliseconds. */
const OPENS_AFTER = 600;

export function useTreeDrag({ lines, foreign, onPlace, expand }: Options) {
	const [over, setOver] = useState<{ readonly id: string; readonly zone: DropZone } | null>(null);
	const dragged = useRef<string | null>(null);
	const resting = useRef<{ readonly id: string; readonly since: number }>({ id: "", since: 0 });
	const welcome = (event: DragEvent) => foreign?.types.some((type) => event.dataTransfer.types.includes(type)) === true;

	/** Where this drag would land: a placement of an own entry, "foreign", or null when it may not. */
	const landing = (event: DragEvent, line: NodeLine): { readonly zone: DropZone; readonly placement: TreePlacement | null } | null => {
		if (dragged.current === null) return welcome(event) ? { zone: "inside", placement: null } : null;
		const box = event.currentTarget.getBoundingClientRect();
		const zone = zoneAt(event.clientY - box.top, box.height);
		const placement = placementFor(lines, dragged.current, line, zone);
		return placement === null ? null : { zone, placement };
	};

	const handlers = (line: NodeLine, dragData: ((entry: TreeEntry) => Readonly<Record<string, string>>) | undefined): DragHandlers => ({
		onDragStart: (event) => {
			dragged.current = line.entry.id;
			event.dataTransfer.effectAllowed = "copyMove";
			for (const [type, data] of Object.entries(dragData?.(line.entry) ?? { "text/plain": line.entry.label })) {
				event.dataTransfer.setData(type, data);
			}
		},
		onDragOver: (event) => {
			event.stopPropagation();
			const place = landing(event, line);
			setOver(place === null ? null : { id: line.entry.id, zone: place.zone });
			if (place === null) return;
			event.preventDefault();
			event.dataTransfer.dropEffect = "move";
			if (resting.current.id !== line.entry.id) resting.current = { id: line.entry.id, since: event.timeStamp };
			else if (place.zone === "inside" && line.entry.hasChildren && !line.expanded && event.timeStamp - resting.current.since > OPENS_AFTER)
				expand(line.entry.id);
		},
		onDrop: (event) => {
			event.stopPropagation();
			event.preventDefault();
			const place = landing(event, line);
			if (place !== null && place.placement === null) foreign?.onDrop(line.entry.id, event.dataTransfer);
			else if (place?.placement != null) onPlace?.(place.placement);
			end();
		},
		onDragEnd: end,
	});

	/** The free ground below the last line: the end of the top level. */
	const ground = {
		onDragOver: (event: DragEvent) => {
			if (dragged.current === null && !welcome(event)) return;
			event.preventDefault();
			setOver(null);
		},
		onDrop: (event: DragEvent) => {
			event.preventDefault();
			if (dragged.current !== null) onPlace?.({ id: dragged.current, parent: null, before: null });
			else if (welcome(event)) foreign?.onDrop(null, event.dataTransfer);
			end();
		},
		onDragLeave: () => setOver(null),
	};

	function end(): void {
		dragged.current = null;
		setOver(null);
	}

	return { over, handlers, ground };
}
