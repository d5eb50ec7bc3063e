/** The row of tabs above parts of which one is shown; arrows go from one to the next. */
import type { ReactNode } from "react";
import classes from "./tab-list.module.css";

export interface Tab {
	readonly id: string;
	readonly label: string;
	/** A number beside the label. */
	readonly count?: number;
}

export interface TabListProps {
	/** What the parts are about, for people who listen. */
	readonly label: string;
	readonly tabs: readonly Tab[];
	readonly chosen: string;
	/** Begins the ids of the tabs; the element with `panelProps` of it is what they show. */
	readonly name: string;
	/** For the place of the row. */
	readonly className?: string | undefined;
	onChoose(id: string): void;
}

/** Joins the part that is shown to its tab. */
export function panelProps(name: string, chosen: string) {
	return { role: "tabpanel", id: `${name}-panel`, "aria-labelledby": `${name}-${chosen}` } as const;
}

export function TabList({ label, tabs, chosen, name, className = "", onChoose }: TabListProps): ReactNode {
	const step = (by: number): void => {
		const at = tabs.findIndex(({ id }) => id === chosen);
		const next = tabs[(at + by + tabs.length) % tabs.length];
		if (next === undefined) return;
		onChoose(next.id);
		document.getElementById(`${name}-${next.id}`)?.focus();
	};
	return (
		<div
			role="tablist"
			aria-label={label}
			className={`${classes.tabs} ${className}`}
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
					{tab.count === undefined ? null : <span className={classes.count}> {tab.count}</span>}
				</button>
			))}
		</div>
	);
}
