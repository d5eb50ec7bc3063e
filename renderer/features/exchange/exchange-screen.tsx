/** The screen for everything that comes in or goes out. */
import { Button } from "@mantine/core";
import { IconArchive, IconBookmark, IconDownload, IconFileExport, IconFolder, IconRestore } from "@tabler/icons-react";
import { type ComponentType, type ReactNode, useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import type { PickedSource } from "../../../shared/host";
import { Card } from "../../ui/card";
import { useJobs } from "../../ui/jobs";
import { Screen } from "../../ui/screen";
import { useImportChanges } from "../spaces";
import { BackupDialog } from "./backup/backup-dialog";
import { RestoreDialog } from "./backup/restore-dialog";
import classes from "./exchange.module.css";
import { guessPurpose, useOffers } from "./offers";
import { JobCard } from "./report/job-card";
import { useErrands } from "./use-errands";

export function ExchangeScreen(): ReactNode {
	const { t } = useTranslation("exchange");
	const errands = useErrands();
	const jobs = useJobs((state) => state.jobs);
	const offered = useOffers((state) => state.source);
	const errand = useOffers((state) => state.errand);
	const [backingUp, setBackingUp] = useState(false);
	const [restoring, setRestoring] = useState<PickedSource | null>(null);

	const restore = async (): Promise<void> => setRestoring(await errands.pickBackup());
	// biome-ignore lint/correctness/useExhaustiveDependencies: an errand is run once, when it is asked for.
	useEffect(() => {
		if (errand === null) return;
		useOffers.setState({ errand: null });
		const begin = {
			"import-vault": () => errands.bringVault(),
			"import-bookmarks": () => errands.bringBookmarks(),
			"export-vault": () => errands.exportVault(),
			"export-bookmarks": () => errands.exportBookmarks(),
			backup: () => setBackingUp(true),
			restore,
		}[errand];
		void begin();
	}, [errand]);

	return (
		<Screen title={t("title")} note={t("intro")}>
			{offered === null ? null : <Offer source={offered} onRestore={setRestoring} />}
			{jobs.length === 0 ? null : (
				<section aria-label={t("jobs.title")} className={classes.jobs}>
					{[...jobs].reverse().map((job) => (
						<JobCard key={job.id} job={job} />
					))}
				</section>
			)}
			<Group title={t("bring.title")}>
				<Errand icon={IconFolder} of="vault" primary onStart={() => errands.bringVault()} />
				<Errand icon={IconBookmark} of="bookmarks" primary onStart={() => errands.bringBookmarks()} />
			</Group>
			<Group title={t("takeOut.title")}>
				<Errand icon={IconFileExport} of="exportVault" onStart={() => errands.exportVault()} />
				<Errand icon={IconDownload} of="exportBookmarks" onStart={() => errands.exportBookmarks()} />
			</Group>
			<Group title={t("safe.title")}>
				<Errand icon={IconArchive} of="backup" onStart={() => setBackingUp(true)} />
				<Errand icon={IconRestore} of="restore" onStart={restore} />
			</Group>
			{backingUp ? <BackupDialog onClose={() => setBackingUp(false)} onStart={(passphrase) => void errands.backup(passphrase)} /> : null}
			{restoring === null ? null : (
				<RestoreDialog
					name={restoring.name}
					onClose={() => setRestoring(null)}
					onStart={(passphrase) => void errands.restore(restoring, passphrase)}
				/>
			)}
		</Screen>
	);
}

function Group({ title, children }: { readonly title: string; readonly children: ReactNode }): ReactNode {
	return (
		<section aria-label={title} className={classes.group}>
			<h2 className={classes.groupTitle}>{title}</h2>
			<div className={classes.cards}>{children}</div>
		</section>
	);
}

interface ErrandProps {
	readonly icon: ComponentType<{ size?: number; stroke?: number }>;
	readonly of: "vault" | "bookmarks" | "exportVault" | "exportBookmarks" | "backup" | "restore";
	readonly primary?: boolean;
	onStart(): unknown;
}

function Errand({ icon: Icon, of, primary, onStart }: ErrandProps): ReactNode {
	const { t } = useTranslation("exchange");
	return (
		<Card className={classes.errand ?? ""}>
			<span className={classes.icon} aria-hidden="true">
				<Icon size={20} stroke={1.5} />
			</span>
			<div>
				<h3 className={classes.errandTitle}>{t(`${of}.title`)}</h3>
				<p className={classes.text}>{t(`${of}.text`)}</p>
				<Button variant={primary === true ? "light" : "default"} onClick={onStart}>
					{t(`${of}.action`)}
				</Button>
			</div>
		</Card>
	);
}

/** A file or folder that came by itself: the person says what it is; our guess comes first. */
function Offer({ source, onRestore }: { readonly source: PickedSource; onRestore(source: PickedSource): void }): ReactNode {
	const { t } = useTranslation("exchange");
	const errands = useErrands();
	const importChanges = useImportChanges();
	const guess = guessPurpose(source);
	const done = (): void => useOffers.setState({ source: null });
	const choices = guess === "vault" || guess === "changes" ? [guess] : (["bookmarks", "backup"] as const);
	const begin = (choice: "vault" | "bookmarks" | "backup" | "changes"): void => {
		done();
		if (choice === "vault") void errands.bringVault(source);
		if (choice === "bookmarks") void errands.bringBookmarks(source);
		if (choice === "changes") void importChanges(source);
		if (choice === "backup") onRestore(source);
	};
	return (
		<section aria-label={t("offer.label")} className={classes.offer}>
			<h2 className={classes.errandTitle}>{t("offer.title", { name: source.name })}</h2>
			<div className={classes.actions}>
				{choices.map((choice) => (
					<Button key={choice} variant={choice === guess ? "filled" : "default"} onClick={() => begin(choice)}>
						{t(`offer.${choice}`)}
					</Button>
				))}
				<Button variant="subtle" onClick={done}>
					{t("offer.no")}
				</Button>
			</div>
		</section>
	);
}
