/** One job: how far it is, and how it ended. */
import { Button, Progress } from "@mantine/core";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import type { ImportReport } from "../../../../shared/formats/contract";
import type { BackupSummary } from "../../../../shared/host";
import { Card } from "../../../ui/card";
import { useExplain } from "../../../ui/engine-hooks";
import { type JobRecord, useJobs } from "../../../ui/jobs";
import { CopyDetails } from "../../../ui/states";
import { useWords } from "../../../ui/words";
import classes from "../exchange.module.css";
import { Report } from "./report";

/** Steps that there are words for; any other is "working". */
const STEPS: readonly string[] = [
	"starting",
	"listing",
	"reading",
	"making-items",
	"changing",
	"saving",
	"indexing",
	"writing",
	"sealing",
	"opening",
	"copying",
];

export function JobCard({ job }: { readonly job: JobRecord }): ReactNode {
	const { t } = useTranslation(["exchange", "app"]);
	const dismiss = useJobs((state) => state.dismiss);
	const running = job.outcome.is === "running";
	const work = t(`app:job.${job.name}`);
	const named = job.subject === "" ? work : `${work}: ${job.subject}`;
	const title = job.outcome.is === "done" ? t(`done.${job.name}`, { subject: job.subject }) : named;
	return (
		<Card className={classes.job ?? ""}>
			<div className={classes.jobHead}>
				<h2 className={classes.errandTitle}>{title}</h2>
				{running ? null : (
					<Button size="compact-sm" variant="subtle" onClick={() => dismiss(job.id)}>
						{t("dismiss")}
					</Button>
				)}
			</div>
			<Outcome job={job} />
		</Card>
	);
}

function Outcome({ job }: { readonly job: JobRecord }): ReactNode {
	const { t } = useTranslation("exchange");
	const explain = useExplain();
	const { outcome } = job;
	switch (outcome.is) {
		case "running":
			return <Running job={job} />;
		case "cancelled":
			return <p className={classes.quiet}>{t("cancelled")}</p>;
		case "failed": {
			const words = explain(outcome.error);
			return (
				<div role="alert" className={classes.quiet}>
					<p>{words.message}</p>
					<p>{words.advice}</p>
					<CopyDetails details={words.details} />
				</div>
			);
		}
		case "done":
			return <Done result={outcome.result} />;
	}
}

function Running({ job }: { readonly job: JobRecord }): ReactNode {
	const { t } = useTranslation(["exchange", "app"]);
	const words = useWords();
	const { step, done, total, cancellable } = job.progress;
	const label = t(`step.${STEPS.includes(step) ? step : "other"}`);
	return (
		<>
			<p className={classes.step}>
				<span>{job.cancelling ? t("cancelling") : label}</span>
				<span>{total === 0 ? "" : t("progress", { done: words.number(done), total: words.number(total) })}</span>
			</p>
			<Progress aria-label={label} value={total === 0 ? 100 : (done / total) * 100} animated={total === 0} striped={total === 0} />
			<div className={classes.actions}>
				{cancellable ? (
					<Button disabled={job.cancelling} onClick={job.cancel}>
						{t("app:cancel")}
					</Button>
				) : (
					<p className={classes.quiet}>{t("noCancel")}</p>
				)}
			</div>
		</>
	);
}

function isReport(result: object): result is ImportReport {
	return "taken" in result;
}

function isBackup(result: object): result is BackupSummary {
	return "blobs" in result;
}

function Done({ result }: { readonly result: object }): ReactNode {
	const { t } = useTranslation("exchange");
	const words = useWords();
	if (isReport(result)) return <Report report={result} />;
	if (isBackup(result)) {
		const summary = {
			envelopes: words.number(result.envelopes),
			blobs: words.number(result.blobs),
			size: words.size(result.bytes),
			date: words.dateTime(result.created),
		};
		return <p className={classes.quiet}>{t("backupSummary", summary)}</p>;
	}
	if ("items" in result && typeof result.items === "number")
		return <p className={classes.quiet}>{t("rebuilt", { count: result.items, shown: words.number(result.items) })}</p>;
	return null;
}
