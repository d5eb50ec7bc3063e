/** Starts imports, exports, backups and restores: asks the shell for the place, the engine for the work. */
import { useCallback } from "react";
import { useTranslation } from "react-i18next";
import type { PickedSource, TargetPurpose } from "../../../shared/host";
import { useEngine } from "../../ui/engine-context";
import { useExplain } from "../../ui/engine-hooks";
import { startJob } from "../../ui/jobs";
import { useNavigation } from "../../ui/navigation";
import { useSettings, useShell } from "../../ui/shell-context";
import { showDone, showProblem } from "../../ui/toasts";

export interface Errands {
	/** Picks a source unless one is given; resolves when the job has ended or nothing was picked. */
	bringVault(source?: PickedSource): Promise<void>;
	bringBookmarks(source?: PickedSource): Promise<void>;
	exportVault(): Promise<void>;
	exportBookmarks(): Promise<void>;
	backup(passphrase: string): Promise<void>;
	restore(source: PickedSource, passphrase: string): Promise<void>;
	pickBackup(): Promise<PickedSource | null>;
}

export function useErrands(): Errands {
	const { t } = useTranslation("exchange");
	const engine = useEngine();
	const shell = useShell();
	const { reread } = useSettings();
	const explain = useExplain();

	/** Where the person has gone on, they are told that it is finished. */
	const tell = useCallback(
		(name: string, subject: string, result: unknown) => {
			const { route, go } = useNavigation.getState();
			if (result === null || route.screen === "exchange") return;
			showDone({
				message: t(`done.${name}`, { subject }),
				action: { label: t("seeReport"), perform: () => go({ screen: "exchange" }) },
			});
		},
		[t],
	);
	const guarded = useCallback(
		async (work: () => Promise<void>): Promise<void> => {
			try {
				await work();
			} catch (error) {
				showProblem(explain(error));
			}
		},
		[explain],
	);
	const target = useCallback(
		(purpose: TargetPurpose) => shell.pickTarget(purpose, t(`fileName.${purpose}`, { date: new Date().toISOString().slice(0, 10) })),
		[shell, t],
	);

	return {
		bringVault: (given) =>
			guarded(async () => {
				const source = given ?? (await shell.pickSource("vault"));
				if (source === null) return;
				tell("import-vault", source.name, await startJob(engine, "import-vault", { grant: source.grant, into: null }, source.name));
			}),
		bringBookmarks: (given) =>
			guarded(async () => {
				const source = given ?? (await shell.pickSource("bookmarks"));
				if (source === null) return;
				const params = { grant: source.grant, into: null };
				tell("import-bookmarks", source.name, await startJob(engine, "import-bookmarks", params, source.name));
			}),
		exportVault: () =>
			guarded(async () => {
				const place = await target("vault");
				if (place === null) return;
				tell("export-vault", place.name, await startJob(engine, "export-vault", { grant: place.grant }, place.name));
			}),
		exportBookmarks: () =>
			guarded(async () => {
				const place = await target("bookmarks");
				if (place === null) return;
				const params = { grant: place.grant, collection: null };
				tell("export-bookmarks", place.name, await startJob(engine, "export-bookmarks", params, place.name));
			}),
		backup: (passphrase) =>
			guarded(async () => {
				const place = await target("backup");
				if (place === null) return;
				tell("backup", place.name, await startJob(engine, "backup", { grant: place.grant, passphrase }, place.name));
			}),
		restore: (source, passphrase) =>
			guarded(async () => {
				const result = await startJob(engine, "restore", { grant: source.grant, passphrase }, source.name);
				if (result === null) return;
				// The book has another device key now, and the backup's settings: both are taken up from the beginning.
				engine.restart();
				await reread();
				tell("restore", source.name, result);
			}),
		pickBackup: () =>
			shell.pickSource("backup").catch((error: unknown) => {
				showProblem(explain(error));
				return null;
			}),
	};
}
