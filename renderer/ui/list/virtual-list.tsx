/** A list of any length of which only the rows on screen exist. Keyboard, several chosen at once, and read out rightly. */
import { observeElementOffset, useVirtualizer } from "@tanstack/react-virtual";
import { type KeyboardEvent, type MouseEvent, type ReactNode, useCallback, useEffect, useRef, useState } from "react";
import { useLater } from "../later";
import { NOTHING_SELECTED, type Selection, selectAll, selectOnly, selectRange, toggle } from "./selection";
import classes from "./virtual-list.module.css";

/**
 * Scroll positions are taken in the frame's own time, as rows that arrive are. Scrolling would otherwise go before
 * everything else for as long as it lasts, and React gives up on a list that is never finished.
 */
const oncePerFrame: typeof observeElementOffset = (instance, tell) => {
	let frame = 0;
	const stop = observeElementOffset(instance, (offset, scrolling) => {
		cancelAnimationFrame(frame);
		frame = requestAnimationFrame(() => tell(offset, scrolling));
	});
	return () => {
		cancelAnimationFrame(frame);
		stop?.();
	};
};

export interface VirtualListProps<Item> {
	/** What the list is of, for people who listen. */
	readonly label: string;
	readonly total: number;
	/** The item at a place; undefined while it is on its way: a skeleton is drawn. */
	itemAt(index: number): Item | undefined;
	idOf(item: Item): string;
	/** In pixels, the same for all rows: that is what lets 100,000 scroll smoothly. */
	readonly rowHeight: number;
	renderRow(item: Item, state: { readonly index: number; readonly selected: boolean; readonly active: boolean }): ReactNode;
	/** Which rows are on screen (end exclusive), a few more included. */
	onVisible?(start: number, end: number): void;
	/** Enter or a click. */
	onOpen?(item: Item, index: number, event: KeyboardEvent | MouseEvent): void;
	/** Where several may be chosen. Without it, a click opens. */
	readonly selection?: Selection;
	onSelect?(selection: Selection): void;
	/** All ids in order, for Ctrl+A and for ranges over rows that are not loaded. */
	allIds?(): Promise<readonly string[]>;
	/** The row that keys act on is now the one at this place. */
	onActive?(index: number): void;
	/** Other keys pressed on a row: Delete, F2, … Return true when it was dealt with. */
	onRowKey?(event: KeyboardEvent, item: Item, index: number): boolean;
	/** A place to bring into view and to act on, each time it changes. */
	readonly revealed?: number | undefined;
	/** Changes when the list becomes another one: the scroll position starts anew. */
	readonly resetKey?: string;
	readonly className?: string;
}

export function VirtualList<Item>(props: VirtualListProps<Item>): ReactNode {
	const { label, total, itemAt, idOf, rowHeight, renderRow, onVisible, onOpen, selection, onSelect, allIds, onRowKey, resetKey, onActive } =
		props;
	const scroller = useRef<HTMLDivElement>(null);
	const [active, setActive] = useState(0);
	const [focused, setFocused] = useState(false);
	const activate = (index: number): void => {
		setActive(index);
		onActive?.(index);
	};
	const skeletons = useLater(true, resetKey ?? "");
	const chosen = selection ?? NOTHING_SELECTED;
	const virtual = useVirtualizer({
		count: total,
		getScrollElement: () => scroller.current,
		estimateSize: () => rowHeight,
		overscan: 12,
		useFlushSync: false,
		observeElementOffset: oncePerFrame,
	});
	const items = virtual.getVirtualItems();
	const start = items[0]?.index ?? 0;
	const end = (items.at(-1)?.index ?? -1) + 1;
	const activeIndex = Math.min(active, Math.max(0, total - 1));

	useEffect(() => {
		if (end > start) onVisible?.(start, end);
	}, [start, end, onVisible]);

	// biome-ignore lint/correctness/useExhaustiveDependencies: only another list moves the view to its beginning.
	useEffect(() => {
		setActive(0);
		if (scroller.current !== null) scroller.current.scrollTop = 0;
	}, [resetKey]);

	// biome-ignore lint/correctness/useExhaustiveDependencies: only another place to reveal moves the view.
	useEffect(() => {
		if (props.revealed === undefined) return;
		activate(props.revealed);
		virtual.scrollToIndex(props.revealed, { align: "center" });
	}, [props.revealed]);

	// Focus follows the active row once it exists: it may only come on screen by the scroll that the key caused.
	useEffect(() => {
		if (!focused) return;
		const row = scroller.current?.querySelector<HTMLElement>(`[data-index="${activeIndex}"]`);
		if (row && row !== document.activeElement && scroller.current?.contains(document.activeElement)) row.focus({ preventScroll: true });
	});

	const range = useCallback(
		async (from: number, to: number, keep: boolean): Promise<void> => {
			const low = Math.min(from, to);
			const high = Math.max(from, to);
			const loaded: string[] = [];
			for (let index = low; index <= high; index++) {
				const item = itemAt(index);
				if (item === undefined) break;
				loaded.push(idOf(item));
			}
			const between = loaded.length === high - low + 1 ? loaded : ((await allIds?.())?.slice(low, high + 1) ?? loaded);
			onSelect?.(selectRange(chosen, between, keep));
		},
		[allIds, chosen, idOf, itemAt, onSelect],
	);

	const moveTo = (index: number, event: KeyboardEvent): void => {
		const next = Math.max(0, Math.min(total - 1, index));
		activate(next);
		// The row that has the focus may go with the scroll: the list keeps it until the next row is there.
		if (scroller.current?.querySelector(`[data-index="${next}"]`) === null) scroller.current.focus({ preventScroll: true });
		virtual.scrollToIndex(next, { align: "auto" });
		if (event.shiftKey && onSelect !== undefined) void range(chosen.anchor, next, false);
	};

	const onKeyDown = (event: KeyboardEvent): void => {
		// Keys pressed in a control inside a row belong to that control.
		if (event.target !== event.currentTarget && (event.target as HTMLElement).getAttribute("role") !== "row") return;
		const item = itemAt(activeIndex);
		const page = Math.max(1, Math.floor((scroller.current?.clientHeight ?? rowHeight) / rowHeight) - 1);
		const moves: Readonly<Record<string, number>> = {
			ArrowDown: activeIndex + 1,
			ArrowUp: activeIndex - 1,
			PageDown: activeIndex + page,
			PageUp: activeIndex - page,
			Home: 0,
			End: total - 1,
		};
		const target = event.altKey ? undefined : moves[event.key];
		if (target !== undefined) moveTo(target, event);
		else if (event.key === "Enter" && item !== undefined) onOpen?.(item, activeIndex, event);
		else if (event.key === " " && item !== undefined && onSelect !== undefined) onSelect(toggle(chosen, idOf(item), activeIndex));
		else if (event.key.toLowerCase() === "a" && (event.ctrlKey || event.metaKey) && onSelect !== undefined)
			void allIds?.().then((ids) => onSelect(selectAll(chosen, ids)));
		else if (event.key === "Escape" && chosen.ids.size > 0) onSelect?.(NOTHING_SELECTED);
		else if (item !== undefined && onRowKey?.(event, item, activeIndex) === true) event.preventDefault();
		else return;
		event.preventDefault();
		event.stopPropagation();
	};

	const onRowClick = (event: MouseEvent, item: Item, index: number): void => {
		activate(index);
		if (onSelect === undefined) onOpen?.(item, index, event);
		else if (event.shiftKey) void range(chosen.anchor, index, event.ctrlKey || event.metaKey);
		else if (event.ctrlKey || event.metaKey) onSelect(toggle(chosen, idOf(item), index));
		else {
			onSelect(selectOnly(idOf(item), index));
			onOpen?.(item, index, event);
		}
	};

	return (
		// biome-ignore lint/a11y/useSemanticElements: a table element cannot be virtualised by absolute position.
		<div
			ref={scroller}
			role="grid"
			aria-label={label}
			aria-rowcount={total}
			aria-colcount={1}
			aria-multiselectable={onSelect !== undefined}
			tabIndex={-1}
			className={`${classes.scroller} ${props.className ?? ""}`}
			onKeyDown={onKeyDown}
			onFocus={() => setFocused(true)}
			onBlur={(event) => setFocused(event.currentTarget.contains(event.relatedTarget))}
		>
			<div role="presentation" className={classes.inner} style={{ height: virtual.getTotalSize() }}>
				{items.map((place) => {
					const item = itemAt(place.index);
					const selected = item !== undefined && chosen.ids.has(idOf(item));
					const isActive = place.index === activeIndex;
					return (
						// biome-ignore lint/a11y/useSemanticElements: see above.
						<div
							key={place.key}
							role="row"
							aria-rowindex={place.index + 1}
							aria-selected={onSelect === undefined ? undefined : selected}
							data-index={place.index}
							data-active={isActive && focused}
							tabIndex={isActive ? 0 : -1}
							className={classes.row}
							style={{ height: rowHeight, transform: `translateY(${place.start}px)` }}
							onClick={(event) => {
								if (item !== undefined) onRowClick(event, item, place.index);
							}}
							onKeyDown={undefined}
							onFocus={(event) => {
								if (event.target === event.currentTarget && place.index !== activeIndex) activate(place.index);
							}}
						>
							{/* biome-ignore lint/a11y/useSemanticElements: see above. */}
							{/* biome-ignore lint/a11y/useFocusableInteractive: the row has the focus. */}
							<div role="gridcell" className={classes.cell}>
								{item === undefined
									? skeletons && <span className={classes.skeleton} />
									: renderRow(item, { index: place.index, selected, active: isActive && focused })}
							</div>
						</div>
					);
				})}
			</div>
		</div>
	);
}
