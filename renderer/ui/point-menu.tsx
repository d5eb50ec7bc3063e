/** A menu at a point: what a right click or the menu key opens. */
import { Menu } from "@mantine/core";
import type { ReactNode } from "react";

export interface Point {
	/** Pixels from the left and top of the window. */
	readonly x: number;
	readonly y: number;
}

export interface PointMenuProps {
	/** Where it opens; null while it is closed. */
	readonly at: Point | null;
	/** Its name for people who listen. */
	readonly label: string;
	onClose(): void;
	/** `Menu.Item`s of the component library. */
	readonly children: ReactNode;
}

/** Takes the focus while it is open and gives it back to where it was. */
export function PointMenu({ at, label, onClose, children }: PointMenuProps): ReactNode {
	return (
		<Menu
			opened={at !== null}
			onChange={(opened) => {
				if (!opened) onClose();
			}}
			position="bottom-start"
			offset={2}
			returnFocus
			withInitialFocusPlaceholder={false}
			withinPortal
		>
			<Menu.Target>
				<div aria-hidden style={{ position: "fixed", left: at?.x ?? 0, top: at?.y ?? 0, width: 0, height: 0 }} />
			</Menu.Target>
			<Menu.Dropdown aria-label={label}>{at === null ? null : children}</Menu.Dropdown>
		</Menu>
	);
}
