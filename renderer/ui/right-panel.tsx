/** The panel at the right: the same for every item, filled by the screen that is shown. */
import { type ReactNode, useEffect, useId, useState } from "react";
import { createPortal } from "react-dom";
import { useFrame } from "./frame-state";
import classes from "./right-panel.module.css";
import { panelProps, type Tab, TabList } from "./tab-list";

export interface RightPanelTab extends Tab {
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
	return createPortal(
		<div className={classes.panel}>
			<TabList label={label} tabs={tabs} chosen={current.id} name={name} className={classes.tabs} onChoose={choose} />
			<div {...panelProps(name, current.id)} className={classes.content}>
				{typeof current.content === "function" ? current.content() : current.content}
			</div>
		</div>,
		slot,
	);
}
