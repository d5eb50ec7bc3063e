/** What is kept, how safe it is, and what could not be read. */
import { Button, Progress } from "@mantine/core";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import type { Health } from "../../engine/contract";
import { useEngine } from "../../ui/engine-context";
import { useExplain, useQuery } from "../../ui/engine-hooks";
import { routeOf, useTitleOf } from "../../ui/item";
import { startJob, useJobs } from "../../ui/jobs";
import { useNavigation } from "../../ui/navigation";
import { useShellInfo } from "../../ui/shell-context";
import { ErrorState, Skeleton } from "../../ui/states";
import { showDone, showProblem } from "../../ui/toasts";
import { useWords } from "../../ui/words";
import { ask } from "../exchange";
import { Section } from "./section";
import classes from "./settings.module.css";

export function Storage(): ReactNode {
	const { t } = useTranslation("settings");
	const { secretStore } = useShellInfo();
	const health = useQuery("health", {});
	return (
		<Section id="storage">
			{secretStore === "system" ? <p>{t("storage.keysInStore")}</p> : <p className={classes.warning}>{t("storage.keysInFile")}</p>}
			{health.state === "loading" ? <Skeleton shape="lines" /> : null}
			{health.state === "failed" ? <ErrorState error={health.error} /> : null}
			{health.state === "ready" ? <Facts health={health.data} /> : null}
			<Rebuild />
		</Section>
	);
}

/** A key, as much of it as two people can compare. */
function shortKey(hex: string): string {
	return (hex.slice(0, 32).match(/.{1,4}/g) ?? []).join(" ");
}

function Facts({ health }: { readonly health: Health }): ReactNode {
	const { t } = useTranslation("settings");
	const words = useWords();
	const { quarantined } = health;
	return (
		<>
			<dl className={classes.facts}>
				<dt>{t("storage.items")}</dt>
				<dd>{words.number(health.items)}</dd>
				<dt>{t("storage.changes")}</dt>
				<dd>{words.number(health.envelopes)}</dd>
				<dt>{t("storage.size")}</dt>
				<dd>{words.size(health.bytes)}</dd>
				<dt>{t("storage.device")}</dt>
				<dd>{shortKey(health.identity.device)}</dd>
				<dt>{t("storage.person")}</dt>
				<dd>{shortKey(health.identity.person)}</dd>
			</dl>
			{quarantined.length === 0 ? <p className={classes.quiet}>{t("storage.allReadable")}</p> : <Quarantine entries={quarantined} />}
		</>
	);
}

function Quarantine({ entries }: { readonly entries: Health["quarantined"] }): ReactNode {
	const { t } = useTranslation("settings");
	const words = useWords();
	const titleOf = useTitleOf();
	const go = useNavigation((state) => state.go);
	const engine = useEngine();
	const explain = useExplain();
	const ids = [...new Set(entries.flatMap((entry) => entry.items))];
	const readAgain = async (): Promise<void> => {
		try {
			await engine.job("read-again", {}).finished;
			engine.restart();
		} catch (error) {
			showProblem(explain(error));
		}
	};
	const rows = useQuery("items", { ids });
	const known = new Map((rows.data ?? []).map((row) => [row.id, row]));
	return (
		<>
			<p className={classes.warning}>{t("storage.quarantined", { count: entries.length })}</p>
			<div className={classes.buttons}>
				<Button onClick={() => void readAgain()}>{t("storage.readAgain")}</Button>
			</div>
			<ul className={classes.entries}>
				{entries.map((entry) => (
					<li key={entry.envelope} className={classes.entry}>
						<p>{t("storage.entry", { why: entry.why, date: words.dateTime(entry.at) })}</p>
						{entry.items.length === 0 ? null : (
							<p>
								{t("storage.touches")}{" "}
								{entry.items.map((id, index) => {
									const row = known.get(id);
									return (
										<span key={id}>
											{index === 0 ? "" : ", "}
											{row === undefined ? (
												t("storage.unknownItem")
											) : (
												<button type="button" className={classes.link} onClick={() => go(routeOf(row))}>
													{titleOf(row)}
												</button>
											)}
										</span>
									);
								})}
							</p>
						)}
						<p className={classes.quiet}>{shortKey(entry.envelope)}</p>
					</li>
				))}
			</ul>
		</>
	);
}

function Rebuild(): ReactNode {
	const { t } = useTranslation(["settings", "spaces"]);
	const engine = useEngine();
	const job = useJobs((state) => state.jobs.find(({ name, outcome }) => name === "rebuild-library" && outcome.is === "running"));
	const rebuild = async (): Promise<void> => {
		const result = await startJob(engine, "rebuild-library", {}, t("spaces:private"));
		if (result !== null) showDone({ message: t("storage.rebuilt", { count: result.items }) });
	};
	return (
		<div>
			<div className={classes.buttons}>
				<Button onClick={() => ask("backup")}>{t("storage.backup")}</Button>
				<Button disabled={job !== undefined} onClick={() => void rebuild()}>
					{t("storage.rebuild")}
				</Button>
			</div>
			<p className={classes.quiet}>{t("storage.rebuildNote")}</p>
			{job === undefined ? null : (
				<Progress
					mt="xs"
					aria-label={t("storage.rebuilding")}
					value={job.progress.total === 0 ? 0 : (job.progress.done / job.progress.total) * 100}
				/>
			)}
		</div>
	);
}
