/** The top bar: where I am, search or do anything, and what is safe where, in words. */
import { ActionIcon } from "@mantine/core";
import { IconArrowLeft, IconArrowRight, IconLayoutSidebar, IconLayoutSidebarRight, IconSearch } from "@tabler/icons-react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { openPalette, useFrame } from "../../ui/frame-state";
import { Keys, writeShortcut } from "../../ui/keys";
import { useNavigation } from "../../ui/navigation";
import { useShellInfo } from "../../ui/shell-context";
import { JobIndicator } from "./job-indicator";
import { Me } from "./me";
import { usePanels } from "./panels";
import { SaveStatus } from "./save-status";
import classes from "./top-bar.module.css";
import { Trail } from "./trail";

export function TopBar(): ReactNode {
	const { t } = useTranslation("app");
	const { sample } = useShellInfo();
	const past = useNavigation((state) => state.past.length);
	const future = useNavigation((state) => state.future.length);
	const back = useNavigation((state) => state.back);
	const forward = useNavigation((state) => state.forward);
	const rightPanels = useFrame((state) => state.rightPanels);
	const panels = usePanels();
	return (
		<header className={classes.bar}>
			<div className={classes.brand}>
				<span className={classes.logo} aria-hidden="true" />
				<span className={classes.name}>{t("name")}</span>
			</div>
			<div className={classes.where}>
				<BarButton
					label={panels.leftOpen ? t("hideLeft") : t("showLeft")}
					shortcut="Mod+Alt+L"
					onPress={panels.toggleLeft}
					expanded={panels.leftOpen}
				>
					<IconLayoutSidebar size={17} stroke={1.6} />
				</BarButton>
				<BarButton label={t("back")} shortcut="Alt+ArrowLeft" disabled={past === 0} onPress={back}>
					<IconArrowLeft size={17} stroke={1.6} />
				</BarButton>
				<BarButton label={t("forward")} shortcut="Alt+ArrowRight" disabled={future === 0} onPress={forward}>
					<IconArrowRight size={17} stroke={1.6} />
				</BarButton>
				<Trail />
			</div>
			{sample ? <span className={classes.sample}>{t("sampleBook")}</span> : null}
			<button type="button" className={classes.search} aria-haspopup="dialog" onClick={() => openPalette()}>
				<IconSearch size={15} stroke={1.8} aria-hidden="true" className={classes.searchIcon} />
				<span className={classes.searchWords}>{t("searchOrDo")}</span>
				<Keys shortcut="Mod+K" />
			</button>
			<JobIndicator />
			<SaveStatus />
			<Me />
			{rightPanels === 0 ? null : (
				<BarButton
					label={panels.rightOpen ? t("hideRight") : t("showRight")}
					shortcut="Mod+Alt+R"
					onPress={panels.toggleRight}
					expanded={panels.rightOpen}
				>
					<IconLayoutSidebarRight size={17} stroke={1.6} />
				</BarButton>
			)}
		</header>
	);
}

interface BarButtonProps {
	readonly label: string;
	readonly shortcut: string;
	readonly disabled?: boolean;
	readonly expanded?: boolean;
	onPress(): void;
	readonly children: ReactNode;
}

function BarButton({ label, shortcut, disabled = false, expanded, onPress, children }: BarButtonProps): ReactNode {
	const mac = useShellInfo().platform === "darwin";
	return (
		<ActionIcon
			size={30}
			aria-label={label}
			aria-expanded={expanded}
			// A hint by the system itself: a floating one would bring a library into the first chunk.
			title={`${label} (${writeShortcut(shortcut, mac)})`}
			disabled={disabled}
			onClick={onPress}
			className={classes.button}
		>
			{children}
		</ActionIcon>
	);
}
