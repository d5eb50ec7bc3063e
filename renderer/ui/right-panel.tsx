/** The panel at the right: the same for every item, filled by the screen that is shown. */
import { type ReactNode, useEffect, useId, useState } from "react";
import { createPortal } from "react-dom";
import { useFrame } from "./frame-state";
import classes from "./right-panel.module.css";

export interface RightPanelTab {
	readonly id: string;
	readonly label: string;
	/** A number beside the label. */
	readonly count?: number;
	/** Drawn only while its tab is chosen. */
	readonly content: ReactNode | (() => ReactNode);
}

export interface RightPanelProps {
	readonly tabs: readonly RightPanelTab[];
	/** What the panel is about, for people who listen. */
	readonly label: string;
	/** The chosen tab, where the screen wants to decide it; otherwise the panel remembers by itself. */
	readonly chosen?: string;
	onChoose?(id: string): void;
}

/** Fills the frame's right panel while it is mounted. It collapses, and is a drawer in a narrow window. */
export function RightPanel({ tabs, label, chosen, onChoose }: RightPanelProps): ReactNode {
	const slot = useFrame((state) => state.rightSlot);
	const [own, setOwn] = useState(tabs[0]?.id ?? "");
	const name = useId();
	useEffect(() => {
		useFrame.setState((now) => ({ rightPanels: now.rightPanels + 1 }));
		return () => useFrame.setState((now) => ({ rightPanels: now.rightPanels - 1 }));
	}, []);
	if (slot === null) return null;
	const current = tabs.find((tab) => tab.id === (chosen ?? own)) ?? tabs[0];
	if (current === undefined) return null;
	const choose = (id: string): void => {
		setOwn(id);
		onChoose?.(id);
	};
	const step = (by: number): void => {
		const next = tabs[(tabs.indexOf(current) + by + tabs.length) % tabs.length];
		if (next === undefined) return;
		choose(next.id);
		document.getElementById(`${name}-${next.id}`)?.focus();
	};
	return createPortal(
		<div className={classes.panel}>
			<div
				role="tablist"
				aria-label={label}
				className={classes.tabs}
				onKeyDown={(event) => {
					if (event.key === "ArrowRight") step(1);
					if (event.key === "ArrowLeft") step(-1);
				}}
			>
				{tabs.map((tab) => (
					<button
						key={tab.id}
						type="button"
						role="tab"
						id={`${name}-${tab.id}`}
						aria-selected={tab === current}
						aria-controls={`${name}-content`}
						tabIndex={tab === current ? 0 : -1}
						className={classes.tab}
						onClick={() => choose(tab.id)}
					>
						{tab.label}
						{tab.count === undefined ? null : <span className={classes.count}> {tab.count}</span>}
					</button>
				))}
			</div>
			<div role="tabpanel" id={`${name}-content`} aria-labelledby={`${name}-${current.id}`} className={classes.content}>
				{typeof current.content === "function" ? current.content() : current.content}
			</div>
		</div>,
		slot,
	);
}
