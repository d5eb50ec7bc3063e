/** Parts of one screen, of which one is shown; arrows go from one to the next. */
import { type ReactNode, useId } from "react";
import classes from "./space.module.css";

export interface TabsProps {
	readonly label: string;
	readonly tabs: readonly { readonly id: string; readonly label: string; readonly count?: number }[];
	readonly chosen: string;
	onChoose(id: string): void;
	readonly children: ReactNode;
}

export function Tabs({ label, tabs, chosen, onChoose, children }: TabsProps): ReactNode {
	const name = useId();
	const step = (by: number): void => {
		const at = tabs.findIndex(({ id }) => id === chosen);
		const next = tabs[(at + by + tabs.length) % tabs.length];
		if (next === undefined) return;
		onChoose(next.id);
		document.getElementById(`${name}-${next.id}`)?.focus();
	};
	return (
		<>
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
						aria-selected={tab.id === chosen}
						aria-controls={`${name}-panel`}
						tabIndex={tab.id === chosen ? 0 : -1}
						className={classes.tab}
						onClick={() => onChoose(tab.id)}
					>
						{tab.label}
						{tab.count === undefined ? null : <span className={classes.tabCount}> {tab.count}</span>}
					</button>
				))}
			</div>
			<div role="tabpanel" id={`${name}-panel`} aria-labelledby={`${name}-${chosen}`} className={classes.panel}>
				{children}
			</div>
		</>
	);
}
