/** The start page: what is recent, what is dear, what waits. It grows into the portal that a person arranges. */
import { Button } from "@mantine/core";
import { lazy, type ReactNode, Suspense } from "react";
import { useTranslation } from "react-i18next";
import { useQuery } from "../../ui/engine-hooks";
import { useFrame } from "../../ui/frame-state";
import { useJobs } from "../../ui/jobs";
import { useNavigation } from "../../ui/navigation";
import { Screen } from "../../ui/screen";
import { useSettings, useShellInfo } from "../../ui/shell-context";
import { EmptyState, ErrorState, Skeleton } from "../../ui/states";
import { useWords } from "../../ui/words";
import { openNewBookmark } from "../bookmarks";
import { AwayCard } from "../spaces";
import { askForPage } from "../wiki";
import { Favourites, OpenTasks, Recent, ToRead } from "./cards";
import { partOfDay } from "./greeting";
import classes from "./home.module.css";

const Welcome = lazy(() => import("./welcome").then(({ Welcome: component }) => ({ default: component })));

export function HomeScreen(): ReactNode {
	const { settings } = useSettings();
	const { sample } = useShellInfo();
	if (!settings.welcomed && !sample) {
		return (
			<Suspense fallback={null}>
				<Welcome />
			</Suspense>
		);
	}
	return <Home />;
}

/** How many of the newest items the cards choose from. */
const NEWEST = 40;

function Home(): ReactNode {
	const { t } = useTranslation("home");
	const words = useWords();
	const { displayName } = useSettings().settings;
	const newest = useQuery("newest", { kinds: ["page", "bookmark"], limit: NEWEST });
	const greeting = t(`greeting.${partOfDay(new Date().getHours())}`);
	const filling = useJobs(({ jobs }) => jobs.some(({ name, outcome }) => name === "import-sample" && outcome.is === "running"));
	const empty = newest.state === "ready" && newest.data.length === 0;
	// What others did is asked for once the first screen is there.
	const settled = useFrame((state) => state.settled);
	const waiting = newest.state === "loading" || (empty && filling);
	return (
		<Screen
			title={displayName === "" ? greeting : t("greeting.named", { greeting, name: displayName })}
			here={t("name")}
			note={t("note", { day: words.day(Date.now()) })}
			ready={newest.state !== "loading"}
			actions={<QuickActions />}
		>
			{waiting ? <Skeleton shape="cards" count={4} /> : null}
			{newest.state === "failed" ? <ErrorState error={newest.error} /> : null}
			{empty && !waiting ? <EmptyBook /> : null}
			{newest.state === "ready" && !empty ? (
				<div className={classes.grid}>
					<Recent rows={newest.data.filter((row) => row.kind !== "page" || !isFolder(row.detail)).slice(0, 9)} />
					<div className={classes.side}>
						{settled ? (
							<Suspense fallback={null}>
								<AwayCard />
							</Suspense>
						) : null}
						<ToRead />
						<Favourites />
					</div>
					<OpenTasks rows={newest.data} />
				</div>
			) : null}
		</Screen>
	);
}

function isFolder(detail: { readonly of: string; readonly folder?: boolean }): boolean {
	return detail.folder === true;
}

function QuickActions(): ReactNode {
	const { t } = useTranslation("home");
	return (
		<>
			<Button onClick={() => openNewBookmark()}>{t("saveLink")}</Button>
			<Button variant="filled" onClick={() => askForPage()}>
				{t("newPage")}
			</Button>
		</>
	);
}

function EmptyBook(): ReactNode {
	const { t } = useTranslation("home");
	const go = useNavigation((state) => state.go);
	return (
		<EmptyState
			title={t("empty.title")}
			actions={
				<>
					<QuickActions />
					<Button variant="subtle" onClick={() => go({ screen: "exchange" })}>
						{t("import")}
					</Button>
				</>
			}
		>
			{t("empty.text")}
		</EmptyState>
	);
}
