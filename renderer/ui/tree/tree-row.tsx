/** One line of a tree. */
import { type CSSProperties, type MouseEvent, type ReactNode, useEffect, useRef } from "react";
import type { DropZone } from "./drop-place";
import classes from "./tree.module.css";
import type { DragHandlers } from "./use-tree-drag";
import type { NodeLine } from "./visible-lines";

interface TreeRowProps {
	readonly id: string;
	readonly line: NodeLine;
	/** Pixels from the top of the tree, and the height of a line. */
	readonly top: number;
	readonly height: number;
	readonly icon: ReactNode;
	readonly selected: boolean;
	readonly focused: boolean;
	readonly drop: DropZone | null;
	/** The name of the field while the entry is being renamed; null otherwise. */
	readonly renaming: string | null;
	readonly movable: boolean;
	readonly dragHandlers: DragHandlers;
	onChoose(): void;
	onToggle(): void;
	onMenu(at: { readonly x: number; readonly y: number }): void;
	/** The new name; the old one when nothing was changed. */
	onRenamed(name: string): void;
}

export function TreeRow(props: TreeRowProps) {
	const { line, icon, selected, focused, drop, renaming } = props;
	const { entry } = line;
	const style: CSSProperties = { top: props.top, height: props.height, paddingInlineStart: 2 + (line.level - 1) * 16 };
	const toggle = (event: MouseEvent) => {
		event.stopPropagation();
		props.onToggle();
	};
	const name = entry.badgeLabel === undefined ? undefined : `${entry.label}, ${entry.badgeLabel}`;
	return (
		// The keys are handled by the tree, which keeps the focus.
		// biome-ignore lint/a11y/useKeyWithClickEvents: the tree handles the keys for its lines
		<div
			id={props.id}
			role="treeitem"
			tabIndex={-1}
			aria-level={line.level}
			aria-posinset={line.position}
			aria-setsize={line.siblings}
			aria-selected={selected}
			aria-expanded={entry.hasChildren ? line.expanded : undefined}
			aria-label={name}
			className={classes.row}
			data-focused={focused || undefined}
			data-drop={drop ?? undefined}
			style={style}
			draggable={props.movable && renaming === null}
			onClick={props.onChoose}
			onContextMenu={(event) => {
				event.preventDefault();
				props.onMenu({ x: event.clientX, y: event.clientY });
			}}
			{...props.dragHandlers}
		>
			<span className={classes.handle} aria-hidden onClick={entry.hasChildren ? toggle : undefined} data-open={line.expanded || undefined}>
				{entry.hasChildren && (
					<svg viewBox="0 0 16 16" width="12" height="12" aria-hidden="true">
						<path d="M6 4l4 4-4 4" fill="none" stroke="currentColor" strokeWidth="1.6" strokeLinecap="round" strokeLinejoin="round" />
					</svg>
				)}
			</span>
			{icon !== undefined && icon !== null && (
				<span className={classes.icon} aria-hidden>
					{icon}
				</span>
			)}
			{renaming === null ? (
				<span className={classes.label}>{entry.label}</span>
			) : (
				<RenameField label={renaming} name={entry.label} onDone={props.onRenamed} />
			)}
			{entry.badge !== undefined && renaming === null && (
				<span className={classes.badge} aria-hidden={entry.badgeLabel !== undefined || undefined}>
					{entry.badge}
				</span>
			)}
		</div>
	);
}

/** Enter and leaving the field keep the new name; Escape keeps the old one. */
function RenameField({ label, name, onDone }: { readonly label: string; readonly name: string; onDone(name: string): void }) {
	const field = useRef<HTMLInputElement>(null);
	const done = useRef(false);
	useEffect(() => {
		field.current?.focus();
		field.current?.select();
	}, []);
	const finish = (value: string) => {
		if (done.current) return;
		done.current = true;
		onDone(value.trim());
	};
	return (
		<input
			ref={field}
			className={classes.rename}
			aria-label={label}
			defaultValue={name}
			maxLength={2000}
			onClick={(event) => event.stopPropagation()}
			onBlur={(event) => finish(event.currentTarget.value)}
			onKeyDown={(event) => {
				event.stopPropagation();
				if (event.key === "Enter") finish(event.currentTarget.value);
				if (event.key === "Escape") finish(name);
			}}
		/>
	);
}
