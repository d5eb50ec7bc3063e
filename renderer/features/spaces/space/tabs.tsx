/** Parts of one screen, of which one is shown. */
import { type ReactNode, useId } from "react";
import { panelProps, type Tab, TabList } from "../../../ui/tab-list";
import classes from "./space.module.css";

export interface TabsProps {
	readonly label: string;
	readonly tabs: readonly Tab[];
	readonly chosen: string;
	onChoose(id: string): void;
	readonly children: ReactNode;
}

export function Tabs({ label, tabs, chosen, onChoose, children }: TabsProps): ReactNode {
	const name = useId();
	return (
		<>
			<TabList label={label} tabs={tabs} chosen={chosen} name={name} className={classes.tabs} onChoose={onChoose} />
			<div {...panelProps(name, chosen)} className={classes.panel}>
				{children}
			</div>
		</>
	);
}
