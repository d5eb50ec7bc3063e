/** A tree for thousands of entries: lazily read, drawn only where it is seen, usable by keyboard alone. */
import { useVirtualizer } from "@tanstack/react-virtual";
import { type KeyboardEvent, type ReactNode, useEffect, useId, useMemo, useRef, useState } from "react";
import type { DropZone } from "./drop-place";
import classes from "./tree.module.css";
import { seek, treeIntent } from "./tree-keys";
import { useExpanded, useTreeMemory } from "./tree-memory";
import { TreeRow } from "./tree-row";
import type { TreeEntry, TreePlacement, TreeSource } from "./tree-source";
import { useKeptInView } from "./use-kept-in-view";
import { useTreeChildren } from "./use-tree-children";
import { type ForeignDrops, useTreeDrag } from "./use-tree-drag";
import { lineOf, type NodeLine, visibleLines } from "./visible-lines";

const ROW_HEIGHT = 28;
/** Letters typed within this time belong together. Milliseconds. */
const TYPING_PAUSE = 700;

/** What the tree says by itself, in the reader's language. */
export interface TreeWords {
	/** The name of the tree for those who hear it. */
	readonly label: string;
	/** The name of the field in which an entry is renamed. */
	readonly renaming: string;
	/** Said in place of children that could not be read. */
	readonly failed: string;
	/** Shown when there is nothing in it. */
	readonly empty: ReactNode;
}

export interface TreeProps {
	/** Names this tree in the memory of what is open. */
	readonly name: string;
	readonly words: TreeWords;
	readonly source: TreeSource;
	/** The entry that is shown beside the tree; null for none. */
	readonly selected: string | null;
	onChoose(id: string): void;
	/** Entries that must be open so that the selected one is seen, from the top. */
	readonly reveal?: readonly string[];
	readonly renderIcon?: (entry: TreeEntry) => ReactNode;
	onPlace?(placement: TreePlacement): void;
	/** A name was typed in place; it is not empty and not the old one. */
	onRename?(id: string, name: string): void;
	onRemove?(id: string): void;
	onMenu?(id: string, at: { readonly x: number; readonly y: number }): void;
	/** Which entry is being renamed when that was started from outside (a menu, a new entry). */
	readonly renaming?: string | null;
	onRenamingEnd?(): void;
	/** Things that are not entries of this tree and may be dropped on one. */
	readonly foreign?: ForeignDrops;
	/** Further data that a dragged entry carries, by media type. */
	readonly dragData?: (entry: TreeEntry) => Readonly<Record<string, string>>;
}

export function Tree(props: TreeProps) {
	const { name, words, source, selected, onChoose } = props;
	const expanded = useExpanded(name);
	const { expand, collapse } = useTreeMemory.getState();
	const known = useTreeChildren(source, expanded);
	const lines = useMemo(() => visibleLines(known, expanded), [known, expanded]);
	const [focused, setFocused] = useState<string | null>(null);
	const [renamingHere, setRenamingHere] = useState<string | null>(null);
	const typed = useRef({ letters: "", at: 0 });
	const scroller = useRef<HTMLDivElement>(null);
	const prefix = useId();
	const drag = useTreeDrag({
		lines,
		foreign: props.foreign,
		onPlace: props.onPlace,
		expand: (id) => expand(name, [id]),
	});

	const active = lineOf(lines, focused) >= 0 ? focused : lineOf(lines, selected) >= 0 ? selected : null;
	const activeLine = lineOf(lines, active);
	const renaming = props.renaming ?? renamingHere;
	const virtualizer = useVirtualizer({
		count: lines.length,
		getScrollElement: () => scroller.current,
		estimateSize: () => ROW_HEIGHT,
		overscan: 8,
		getItemKey: (index) => {
			const line = lines[index];
			return line?.is === "node" ? line.entry.id : `failed:${line?.parent ?? ""}`;
		},
		// The line in focus is always drawn, because the tree points at it by its id.
		rangeExtractor: ({ startIndex, endIndex, overscan, count }) => {
			const from = Math.max(0, startIndex - overscan);
			const to = Math.min(count - 1, endIndex + overscan);
			const range = Array.from({ length: Math.max(0, to - from + 1) }, (_, step) => from + step);
			return activeLine < 0 || (activeLine >= from && activeLine <= to) ? range : [...range, activeLine].sort((a, b) => a - b);
		},
	});
	useKeptInView({ name, selected, reveal: props.reveal, lines, show: (index) => virtualizer.scrollToIndex(index) });

	const renamedLine = lineOf(lines, renaming);
	// biome-ignore lint/correctness/useExhaustiveDependencies: only another line to rename moves the view.
	useEffect(() => {
		if (renamedLine >= 0) virtualizer.scrollToIndex(renamedLine);
	}, [renamedLine]);

	const goTo = (id: string) => {
		setFocused(id);
		const index = lineOf(lines, id);
		if (index >= 0) virtualizer.scrollToIndex(index);
	};
	const openMenu = (id: string) => {
		const row = scroller.current?.querySelector(`[id="${CSS.escape(`${prefix}${id}`)}"]`);
		const box = (row ?? scroller.current)?.getBoundingClientRect();
		if (box !== undefined) props.onMenu?.(id, { x: box.left + 24, y: box.bottom });
	};
	const endRenaming = () => {
		setRenamingHere(null);
		props.onRenamingEnd?.();
		scroller.current?.focus();
	};

	const onKeyDown = (event: KeyboardEvent) => {
		if (event.target !== scroller.current) return;
		const intent = treeIntent(event, lines, active);
		if (intent === null) {
			// Nowhere to move it to: the system's menu would take these keys for going back and forward.
			if (event.altKey && event.key.startsWith("Arrow")) event.preventDefault();
			return;
		}
		event.preventDefault();
		event.stopPropagation();
		switch (intent.do) {
			case "focus":
				return goTo(intent.id);
			case "expand":
				return expand(name, intent.ids);
			case "collapse":
				return collapse(name, intent.id);
			case "choose":
				return onChoose(intent.id);
			case "rename":
				return props.onRename === undefined ? undefined : setRenamingHere(intent.id);
			case "remove":
				return props.onRemove?.(intent.id);
			case "menu":
				return openMenu(intent.id);
			case "place":
				if (props.onPlace === undefined) return;
				if (intent.placement.parent !== null) expand(name, [intent.placement.parent]);
				setFocused(intent.placement.id);
				return props.onPlace(intent.placement);
			case "seek": {
				const now = Date.now();
				const letters = now - typed.current.at > TYPING_PAUSE ? intent.letter : typed.current.letters + intent.letter;
				typed.current = { letters, at: now };
				const found = seek(lines, active, letters);
				return found === null ? undefined : goTo(found);
			}
		}
	};

	const rowFor = (line: NodeLine, top: number) => {
		const { entry } = line;
		const drop: DropZone | null = drag.over?.id === entry.id ? drag.over.zone : null;
		return (
			<TreeRow
				key={entry.id}
				id={`${prefix}${entry.id}`}
				line={line}
				top={top}
				height={ROW_HEIGHT}
				icon={props.renderIcon?.(entry)}
				selected={entry.id === selected}
				focused={entry.id === active}
				drop={drop}
				renaming={entry.id === renaming && props.onRename !== undefined ? words.renaming : null}
				movable={props.onPlace !== undefined && entry.locked !== true}
				dragHandlers={drag.handlers(line, props.dragData)}
				onChoose={() => {
					setFocused(entry.id);
					onChoose(entry.id);
				}}
				onToggle={() => (line.expanded ? collapse(name, entry.id) : expand(name, [entry.id]))}
				onMenu={(at) => {
					setFocused(entry.id);
					props.onMenu?.(entry.id, at);
				}}
				onRenamed={(title) => {
					if (title !== "" && title !== entry.label) props.onRename?.(entry.id, title);
					endRenaming();
				}}
			/>
		);
	};

	const top = known.get(null);
	if (top?.is === "ready" && lines.length === 0) return <div className={classes.empty}>{words.empty}</div>;
	return (
		<div
			ref={scroller}
			className={classes.tree}
			role="tree"
			tabIndex={0}
			aria-label={words.label}
			aria-busy={top === undefined || top.is === "loading"}
			aria-activedescendant={activeLine >= 0 ? `${prefix}${active}` : undefined}
			onKeyDown={onKeyDown}
			onFocus={(event) => {
				// A click on a line would leave the focus there; the keys are the tree's.
				if (event.target !== event.currentTarget && event.target.getAttribute("role") === "treeitem")
					event.currentTarget.focus({ preventScroll: true });
				setFocused((now) => now ?? active ?? firstId(lines[0]));
			}}
			{...drag.ground}
		>
			<div role="presentation" style={{ height: virtualizer.getTotalSize(), position: "relative" }}>
				{virtualizer.getVirtualItems().map((item) => {
					const line = lines[item.index];
					if (line === undefined) return null;
					if (line.is === "node") return rowFor(line, item.start);
					return (
						<div
							key={item.key}
							role="treeitem"
							aria-level={line.level}
							aria-disabled
							tabIndex={-1}
							className={classes.failure}
							style={{ top: item.start, height: ROW_HEIGHT, paddingInlineStart: 10 + line.level * 16 }}
						>
							{words.failed}
						</div>
					);
				})}
			</div>
		</div>
	);
}

function firstId(line: ReturnType<typeof visibleLines>[number] | undefined): string | null {
	return line?.is === "node" ? line.entry.id : null;
}
