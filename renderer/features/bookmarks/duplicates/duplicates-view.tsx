/** Places that were saved more than once, to be made one. */
import { Button } from "@mantine/core";
import { type ReactNode, useCallback, useMemo, useState } from "react";
import { useTranslation } from "react-i18next";
import { EmptyState, ErrorState, Screen, Skeleton, showProblem, useEngine, useExplain, useNavigation, useQuery, useRun } from "../../../ui";
import { type BookmarkRow, bookmarksIn } from "../model/bookmark-row";
import { keptByDefault, mergeDuplicates } from "../model/merge-duplicates";
import { together } from "../model/reversible";
import { useCollections } from "../model/use-collections";
import { wholeNotes } from "../model/whole-notes";
import { DuplicateGroup } from "./duplicate-group";
import classes from "./duplicates.module.css";

/** Groups drawn at first, and each time more are asked for. */
const PAGE = 30;

export function DuplicatesView(): ReactNode {
	const { t } = useTranslation("bookmarks");
	const engine = useEngine();
	const run = useRun();
	const explain = useExplain();
	const collections = useCollections();
	const found = useQuery("duplicates", { kind: "bookmark" });
	const groups = useMemo(() => (found.data ?? []).map(bookmarksIn).filter((group) => group.length > 1), [found.data]);
	const [choices, setChoices] = useState<ReadonlyMap<string, string>>(new Map());
	const [shown, setShown] = useState(PAGE);
	const [merging, setMerging] = useState(false);

	const keptOf = useCallback(
		(group: readonly BookmarkRow[]): BookmarkRow | undefined => {
			const chosen = choices.get(group[0]?.key ?? "");
			return group.find((row) => row.id === chosen) ?? keptByDefault(group.filter((row) => row.readOnly === 0)) ?? keptByDefault(group);
		},
		[choices],
	);

	const merge = async (which: readonly (readonly BookmarkRow[])[]): Promise<void> => {
		setMerging(true);
		try {
			const noteOf = await wholeNotes(engine, which.flat());
			const now = Date.now();
			const changes = together(
				which.flatMap((group) => {
					const kept = keptOf(group);
					return kept === undefined || kept.readOnly === 1 ? [] : [mergeDuplicates(kept, group, noteOf, now)];
				}),
			);
			const count = changes.commands.filter((command) => command.do === "trash").length;
			if (changes.commands.length > 0) await run(changes.commands, { done: t("duplicates.merged", { count }), undo: changes.undo });
		} catch (error) {
			showProblem(explain(error));
		} finally {
			setMerging(false);
		}
	};

	const extra = groups.reduce((sum, group) => sum + group.length - 1, 0);
	return (
		<Screen
			title={t("title.duplicates")}
			trail={[{ label: t("navigation"), route: { screen: "bookmarks" } }]}
			note={groups.length > 0 ? t("duplicates.count", { count: groups.length }) : undefined}
			ready={found.state !== "loading"}
			actions={
				groups.length > 1 && (
					<Button variant="filled" disabled={merging} onClick={() => void merge(groups)}>
						{t("duplicates.mergeAll", { count: extra })}
					</Button>
				)
			}
		>
			{found.state === "loading" && <Skeleton shape="cards" count={4} />}
			{found.state === "failed" && <ErrorState error={found.error} />}
			{found.state === "ready" && groups.length === 0 && (
				<EmptyState
					title={t("duplicates.none")}
					actions={<Button onClick={() => useNavigation.getState().go({ screen: "bookmarks" })}>{t("duplicates.back")}</Button>}
				>
					{t("duplicates.noneText")}
				</EmptyState>
			)}
			{groups.length > 0 && <p className={classes.intro}>{t("duplicates.intro")}</p>}
			<div className={classes.groups}>
				{groups.slice(0, shown).map((group) => {
					const kept = keptOf(group);
					if (kept === undefined) return null;
					return (
						<DuplicateGroup
							key={kept.key}
							group={group}
							kept={kept}
							forest={collections.forest}
							busy={merging}
							onKeep={(id) => setChoices((now) => new Map(now).set(kept.key, id))}
							onMerge={() => void merge([group])}
						/>
					);
				})}
			</div>
			{groups.length > shown && (
				<Button className={classes.more ?? ""} onClick={() => setShown(shown + PAGE)}>
					{t("duplicates.more", { count: groups.length - shown })}
				</Button>
			)}
		</Screen>
	);
}
