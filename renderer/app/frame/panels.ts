/** Opening and closing the side panels: remembered in a wide window, for the moment in a narrow one. */
import { useFrame } from "../../ui/frame-state";
import { useSettings } from "../../ui/shell-context";
import { useNarrow } from "./use-narrow";

export interface Panels {
	readonly leftOpen: boolean;
	readonly rightOpen: boolean;
	toggleLeft(): void;
	toggleRight(): void;
}

export function usePanels(): Panels {
	const { settings, change } = useSettings();
	const narrow = useNarrow();
	const menuOpen = useFrame((state) => state.menuOpen);
	const drawerOpen = useFrame((state) => state.drawerOpen);
	return {
		leftOpen: narrow.left ? menuOpen : settings.leftPanelOpen,
		rightOpen: narrow.right ? drawerOpen : settings.rightPanelOpen,
		toggleLeft: () => {
			if (narrow.left) useFrame.setState({ menuOpen: !menuOpen, drawerOpen: false });
			else change({ leftPanelOpen: !settings.leftPanelOpen });
		},
		toggleRight: () => {
			if (narrow.right) useFrame.setState({ drawerOpen: !drawerOpen, menuOpen: false });
			else change({ rightPanelOpen: !settings.rightPanelOpen });
		},
	};
}
