/** The left panel: the systems, the spaces, and below them what belongs to where one is. */
import { type ReactNode, useRef } from "react";
import { useTranslation } from "react-i18next";
import { SpaceList } from "../../features/spaces";
import { useQuery } from "../../ui/engine-hooks";
import type { Feature, NavigationEntry } from "../../ui/feature";
import { useFrame } from "../../ui/frame-state";
import { useNavigation } from "../../ui/navigation";
import { useWords } from "../../ui/words";
import { featureOf, features } from "../features";
import classes from "./left-panel.module.css";
import { useNarrow } from "./use-narrow";
import { useOverPage } from "./use-over-page";

type WithNavigation = Feature & { readonly navigation: NavigationEntry };

function hasNavigation(feature: Feature): feature is WithNavigation {
	return feature.navigation !== undefined;
}

export function LeftPanel(): ReactNode {
	const { t } = useTranslation("app");
	const route = useNavigation((state) => state.route);
	const entries = features.filter(hasNavigation);
	const Sidebar = featureOf(route.screen)?.sidebar;
	const panel = useRef<HTMLDivElement>(null);
	const over = useNarrow().left;
	useOverPage(over, panel, "button", () => useFrame.setState({ menuOpen: false }));
	return (
		<div ref={panel} className={classes.panel}>
			<nav aria-label={t("navigation")} className={classes.section}>
				<ul>
					{entries
						.filter(({ navigation }) => navigation.foot !== true)
						.map((feature) => (
							<Entry key={feature.id} feature={feature} />
						))}
				</ul>
			</nav>
			<div className={classes.section}>
				<SpaceList />
			</div>
			<div className={classes.sidebar}>{Sidebar === undefined ? null : <Sidebar />}</div>
			<nav aria-label={t("more")} className={classes.foot}>
				<ul>
					{entries
						.filter(({ navigation }) => navigation.foot === true)
						.map((feature) => (
							<Entry key={feature.id} feature={feature} />
						))}
				</ul>
			</nav>
		</div>
	);
}

function Entry({ feature }: { readonly feature: WithNavigation }): ReactNode {
	const { t } = useTranslation(feature.id);
	const words = useWords();
	const screen = useNavigation((state) => state.route.screen);
	const go = useNavigation((state) => state.go);
	const { navigation } = feature;
	// Counting goes over every item: the first screen's own questions come before it.
	const settled = useFrame((state) => state.settled);
	const counts = useQuery("counts", navigation.counts === undefined || !settled ? null : {});
	const count = navigation.counts === undefined ? 0 : (counts.data?.[navigation.counts] ?? 0);
	const Icon = navigation.icon;
	return (
		<li>
			<button
				type="button"
				className={classes.entry}
				aria-current={navigation.covers.includes(screen) ? "page" : undefined}
				onClick={() => go(navigation.route)}
			>
				<Icon size={17} stroke={1.6} />
				<span className={classes.label}>{t(navigation.labelKey)}</span>
				{count === 0 ? null : <span className={classes.count}>{words.number(count)}</span>}
			</button>
		</li>
	);
}
