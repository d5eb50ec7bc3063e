/** Where the right panel is drawn: beside the page, or as a drawer over it in a narrow window. */
import { type ReactNode, useCallback, useRef } from "react";
import { useTranslation } from "react-i18next";
import { useFrame } from "../../ui/frame-state";
import { usePanels } from "./panels";
import classes from "./right-slot.module.css";
import { useNarrow } from "./use-narrow";
import { useOverPage } from "./use-over-page";

export function RightSlot(): ReactNode {
	const { t } = useTranslation("app");
	const narrow = useNarrow().right;
	const panels = usePanels();
	const used = useFrame((state) => state.rightPanels > 0);
	const place = useRef<HTMLElement | null>(null);
	const slot = useCallback((element: HTMLElement | null) => {
		place.current = element;
		useFrame.setState({ rightSlot: element });
	}, []);
	const shown = used && panels.rightOpen;
	const drawer = narrow && shown;

	useOverPage(drawer, place, "[role=tab][tabindex='0']", () => useFrame.setState({ drawerOpen: false }));

	return (
		<>
			{drawer ? (
				<button
					type="button"
					className={classes.veil}
					aria-label={t("hideRight")}
					onClick={() => useFrame.setState({ drawerOpen: false })}
				/>
			) : null}
			<aside ref={slot} aria-label={t("rightPanel")} className={classes.slot} data-drawer={narrow} hidden={!shown} />
		</>
	);
}
