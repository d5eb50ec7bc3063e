/** The frame around every screen: top bar, left panel, the work, right panel. */
import { lazy, type ReactNode, Suspense, useEffect, useRef } from "react";
import { useTranslation } from "react-i18next";
import { useFrame } from "../../ui/frame-state";
import { useNavigation } from "../../ui/navigation";
import { whenSettled } from "../../ui/settled";
import { useSettings } from "../../ui/shell-context";
import { features } from "../features";
import { ConfirmDialog } from "../messages/confirm-dialog";
import { LiveRegion } from "../messages/live-region";
import { ToastRegion } from "../messages/toast-region";
import { Outlet } from "../outlet";
import { usePaletteKeys } from "../palette/early-keys";
import { useAppCommands } from "../start/commands";
import { useChosenLanguage } from "../start/follow-language";
import { DropOverlay } from "./drop-overlay";
import { EngineGate } from "./engine-gate";
import classes from "./frame.module.css";
import { LeftPanel } from "./left-panel";
import { RightSlot } from "./right-slot";
import { TopBar } from "./top-bar";
import { useNarrow } from "./use-narrow";

const loadPalette = () => import("../palette/palette").then(({ Palette: component }) => ({ default: component }));
const Palette = lazy(loadPalette);

export function Frame(): ReactNode {
	const { t } = useTranslation("app");
	const { settings } = useSettings();
	const narrow = useNarrow();
	const work = useRef<HTMLElement>(null);
	const route = useNavigation((state) => state.route);
	const paletteOpen = useFrame((state) => state.palette.open);
	const menuOpen = useFrame((state) => state.menuOpen);
	useAppCommands();
	useChosenLanguage();
	usePaletteKeys();
	useEffect(() => {
		// Read before it is wanted: what is typed right after Ctrl+K must land in it.
		return whenSettled(() => void loadPalette());
	}, []);
	const leftOpen = narrow.left ? menuOpen : settings.leftPanelOpen;

	// biome-ignore lint/correctness/useExhaustiveDependencies: every step closes what lay over the page.
	useEffect(() => {
		useFrame.setState({ menuOpen: false });
		work.current?.scrollTo({ top: 0 });
	}, [route]);

	return (
		<div className={classes.frame} data-left={leftOpen} data-left-over={narrow.left}>
			<button type="button" className={classes.skip} onClick={() => work.current?.focus()}>
				{t("skipToContent")}
			</button>
			<TopBar />
			{leftOpen ? <LeftPanel /> : null}
			{narrow.left && menuOpen ? (
				<button type="button" className={classes.veil} aria-label={t("closeMenu")} onClick={() => useFrame.setState({ menuOpen: false })} />
			) : null}
			<main ref={work} id="work" tabIndex={-1} className={classes.work}>
				<EngineGate>
					<Outlet />
				</EngineGate>
			</main>
			<RightSlot />
			{features.map((feature) => (feature.everywhere === undefined ? null : <feature.everywhere key={feature.id} />))}
			<Suspense fallback={null}>{paletteOpen ? <Palette /> : null}</Suspense>
			<ConfirmDialog />
			<DropOverlay />
			<ToastRegion />
			<LiveRegion />
		</div>
	);
}
