/** The sittings in which a page was written: look at them, compare any two, take one back. */
import { Button, Checkbox } from "@mantine/core";
import { type ReactNode, useState } from "react";
import { useTranslation } from "react-i18next";
import type { VersionSummary } from "../../../engine/contract";
import { EmptyState, ErrorState, Skeleton, useQuery, useWords } from "../../../ui";
import { Avatar } from "../../../ui/spaces/avatar";
import { useCards } from "../../../ui/spaces/use-cards";
import { usePageView } from "../page/page-view";
import { useAuthorName } from "../page/use-authors";
import classes from "./panels.module.css";

export interface HistoryPanelProps {
	readonly page: string;
	readonly editable: boolean;
	onRestore(version: VersionSummary): void;
}

const keyOf = (version: VersionSummary): string => version.heads.join(" ");

export function HistoryPanel({ page, editable, onRestore }: HistoryPanelProps): ReactNode {
	const { t } = useTranslation("wiki");
	const words = useWords();
	const history = useQuery("history", { id: page });
	const set = usePageView((state) => state.set);
	const [chosen, setChosen] = useState<readonly string[]>([]);
	const cardOf = useCards((history.data ?? []).map(({ author }) => author));
	const nameOf = useAuthorName(cardOf);
	if (history.state === "failed") return <ErrorState error={history.error} />;
	if (history.state === "loading") return <Skeleton shape="rows" />;
	const versions = history.data;
	if (versions.length === 0) return <EmptyState small title={t("history.none")} />;
	const compare = (older: VersionSummary, newer: VersionSummary | null): void =>
		set({
			comparison: {
				older: { heads: older.heads, time: older.time },
				newer: newer === null ? null : { heads: newer.heads, time: newer.time },
			},
		});
	const toggle = (key: string): void =>
		setChosen((now) => (now.includes(key) ? now.filter((other) => other !== key) : [...now, key].slice(-2)));
	const picked = versions.filter((version) => chosen.includes(keyOf(version)));
	const [newer, older] = picked;
	return (
		<div className={classes.sections}>
			<p className={classes.note}>{t("history.explain")}</p>
			<Button
				size="xs"
				disabled={newer === undefined || older === undefined}
				onClick={() => newer !== undefined && older !== undefined && compare(older, newer)}
			>
				{t("history.compareChosen")}
			</Button>
			<ul className={classes.versions}>
				{versions.map((version, index) => {
					const when = words.dateTime(version.time);
					const before = versions[index + 1];
					return (
						<li key={keyOf(version)} className={classes.version}>
							<Checkbox
								size="xs"
								checked={chosen.includes(keyOf(version))}
								onChange={() => toggle(keyOf(version))}
								aria-label={t("history.choose", { when })}
							/>
							<div className={classes.versionText}>
								<p className={classes.personName}>{index === 0 ? t("history.latest", { when: words.ago(version.time) }) : when}</p>
								<p className={classes.author}>
									<Avatar card={cardOf(version.author)} size={16} />
									{nameOf(version.author)}
									{version.inserted + version.deleted > 0
										? ` · ${t("history.letters", { inserted: words.number(version.inserted), deleted: words.number(version.deleted) })}`
										: null}
								</p>
								<div className={classes.versionActions}>
									{before === undefined ? null : (
										<Button size="compact-xs" variant="subtle" onClick={() => compare(before, version)}>
											{t("history.changes")}
										</Button>
									)}
									{index === 0 ? null : (
										<Button size="compact-xs" variant="subtle" onClick={() => compare(version, null)}>
											{t("history.compareNow")}
										</Button>
									)}
									{index === 0 || !editable ? null : (
										<Button size="compact-xs" variant="subtle" onClick={() => onRestore(version)}>
											{t("history.restore")}
										</Button>
									)}
								</div>
							</div>
						</li>
					);
				})}
			</ul>
		</div>
	);
}
