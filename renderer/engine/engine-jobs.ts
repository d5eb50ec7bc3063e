/** The engine's long work by name, and what each is given. */
import { newItemId } from "../../shared/model/ids";
import type { ItemId, ItemKind } from "../../shared/model/item";
import type { Desk } from "./desk";
import { attachFiles } from "./jobs/attach-job";
import { runBackup, runRestore } from "./jobs/backup-job";
import type { FormatJobs } from "./jobs/format-jobs";
import type { JobDefinitions } from "./jobs/job-runner";
import type { Catalogue } from "./library/catalogue";
import type { Library } from "./library/library";
import type { LogStore } from "./log/log-store";
import type { EnginePorts } from "./ports";
import { isEmptyBook } from "./spaces/empty-book";
import type { BundleParts } from "./sync/bundles";

export interface EngineJobsParts {
	readonly ports: EnginePorts;
	readonly log: LogStore;
	readonly catalogue: Catalogue;
	readonly library: () => Library;
	readonly needDesk: () => Promise<Desk>;
	/** The library was made again. */
	readonly refreshAll: () => void;
	/** The keys may be others now: only a new start knows. */
	readonly onReplaced: (error: unknown) => void;
}

export function engineJobs({ ports, log, catalogue, library, needDesk, refreshAll, onReplaced }: EngineJobsParts): JobDefinitions {
	/** Lists will want the rows of what is imported: those that are loaded before need not be read again after. */
	const looksFor = {
		byKey: (key: string) => library().byKey(key),
		ofKind: async (kind: ItemKind) => [...(await catalogue.kind(kind)).rows.values()],
	};

	/** At the top is the private space, whose ids are random: for these the keys need not be waited for. */
	async function idsIn(place: ItemId | null): Promise<() => ItemId> {
		if (place === null) return () => newItemId(ports.random);
		const { places } = await needDesk();
		const space = places.spaceOf(place);
		return () => places.newId(space);
	}

	async function formats(): Promise<FormatJobs> {
		const { formatJobs } = await import("./jobs/format-jobs");
		const importing = { host: ports.host, library: looksFor, writePath: async () => (await needDesk()).writePath, idsIn };
		return formatJobs(importing, async () => {
			const { documents, projector } = await needDesk();
			return { host: ports.host, library, documents, settle: projector.settle };
		});
	}

	function importing(): Promise<FormatJobs> {
		needDesk().catch(() => undefined);
		return formats();
	}

	const bundles = () => import("./sync/bundles");

	async function bundleParts(): Promise<BundleParts> {
		const { spaces, spacesParts, sync, projector } = await needDesk();
		const { files, isMetered } = await sync;
		return { host: ports.host, sodium: spacesParts.sodium, log, spaces, files, withFiles: !isMetered(), listed: projector.flush };
	}

	return {
		// Reading begins at once; the keys are needed when there is something to write.
		"import-vault": async (params, job) => (await importing())["import-vault"](params, job),
		"import-bookmarks": async (params, job) => (await importing())["import-bookmarks"](params, job),
		"import-sample": async (params, job) => (await importing())["import-sample"](params, job),
		"export-vault": async (params, job) => (await formats())["export-vault"](params, job),
		"export-bookmarks": async (params, job) => (await formats())["export-bookmarks"](params, job),
		async "attach-files"({ grants, into }, job) {
			const { writePath } = await needDesk();
			return attachFiles(grants, into, { host: ports.host, writePath, newId: await idsIn(into), now: ports.now }, job);
		},
		"change-many": async ({ commands }, job) => (await needDesk()).writePath.run(commands, job),
		async backup({ grant, passphrase }, job) {
			await needDesk();
			return runBackup(log, ports.host, grant, passphrase, job);
		},
		async restore({ grant, passphrase }, job) {
			const { held, sealer } = await needDesk();
			let installing = false;
			const onInstalling = async (): Promise<void> => {
				installing = true;
				sealer.retire();
			};
			try {
				const isEmpty = (): Promise<boolean> => isEmptyBook(log, held);
				return await runRestore(log, ports.host, await ports.loadSodium(), grant, passphrase, isEmpty, onInstalling, job);
			} catch (error) {
				if (installing) onReplaced(error);
				throw error;
			}
		},
		"export-bundle": async (params, job) => (await bundles()).exportBundle(await bundleParts(), params, job),
		"import-bundle": async (params, job) => (await bundles()).importBundle(await bundleParts(), params, job),
		async "read-again"() {
			await library().setTriedBy("");
			return {};
		},
		async "rebuild-library"(_, job) {
			job.commit();
			const { projector } = await needDesk();
			const items = await projector.rebuild((done, total) => job.progress("listing", done, total));
			refreshAll();
			return { items };
		},
	};
}
