import { join } from "node:path";
import { app, type MessagePortMain, shell, type WebFrameMain } from "electron";
import type { PickedSource, ShellInfo } from "../../shared/host";
import { startBackupThread } from "../backup/backup-thread";
import { createBackups } from "../backup/backups";
import { createEngineLines } from "../carriers/engine-lines";
import { createLocalNetwork } from "../carriers/local-network";
import { openLine } from "../carriers/open-line";
import { createArrivingFiles } from "../files/arriving-files";
import type { BlobStore } from "../files/blob-store";
import { clearIncoming } from "../files/clear-incoming";
import { createGrants } from "../files/grants";
import { createPickers } from "../files/pickers";
import { createTargets } from "../files/target-writing";
import { connectEngine, type EngineService, type TellEngine } from "../ipc/engine-port";
import { makeLineChannel } from "../ipc/frame-port";
import type { GuardedCalls } from "../ipc/guarded-calls";
import { createHostAnswers } from "../ipc/host-answers";
import { answerHostRequest } from "../ipc/host-requests";
import { createShellCalls } from "../ipc/shell-calls";
import { createJournal } from "../journal/journal";
import { createFileKeyStorage } from "../keys/key-storage";
import { createKeyVault } from "../keys/key-vault";
import { loadSodium } from "../keys/sodium";
import { systemSeal } from "../keys/system-seal";
import { createRecoveryKit } from "../kit/recovery-kit";
import { createSettingsStore } from "../settings/settings-store";
import type { Shell } from "./shell";

/** Everything behind the window that can wait until the page first asks for it. */
export interface BuiltShell {
	readonly calls: GuardedCalls;
	/** Lets the page read a file that the person opened with the app. */
	readonly grantFile: (path: string) => Promise<PickedSource>;
	/** Ends what is half done, before the app quits. */
	readonly close: () => Promise<void>;
}

/** The oldest Electron that is fit to be shipped. */
const oldestShipped = 40;

/** Puts the shell's parts together: keys, files, settings, backups, and the calls that reach them. */
export function buildShell(shellState: Shell, blobs: BlobStore): BuiltShell {
	const { folder, folders, note } = shellState;
	const settings = createSettingsStore(folder, note);
	const seal = systemSeal();
	const journal = createJournal(join(folder, "journal"));
	const keyStorage = createFileKeyStorage(join(folder, "keys", "identity.json"), seal);
	const vault = createKeyVault(keyStorage, loadSodium, () => journal.setAside());
	const grants = createGrants();
	const targets = createTargets();
	const started = Date.now() - process.uptime() * 1000;
	clearIncoming(join(folder, "blobs"), started).catch((error: unknown) =>
		note(`half written files could not be removed: ${String(error)}`),
	);
	const arriving = createArrivingFiles(join(folder, "arriving"));
	arriving.clear(Date.now()).catch((error: unknown) => note(`files that never arrived could not be removed: ${String(error)}`));
	const startThread = () => startBackupThread(folders.backupWorker, join(folder, "blobs"));
	const backups = createBackups({ startThread, vault, settings, note });
	const pickers = createPickers({ window: shellState.window, grants, words: shellState.words, documents: () => app.getPath("documents") });
	const diagnostic = (name: string, detail: string): void => {
		if (process.env.COMMONPLACE_DIAGNOSTICS === "1") note(`diagnostic ${name}: ${detail}`);
	};
	const answers = createHostAnswers({
		vault,
		journal,
		blobs,
		arriving,
		grants,
		targets,
		backups,
		folder,
		sampleFolder: folders.sample,
		diagnostic,
	});
	const localNetwork = createLocalNetwork(shellState.options.localAddress, async () =>
		(await import("../carriers/multicast-socket")).openMulticast(shellState.options.localAddress, note),
	);
	const engines = new Map<MessagePortMain, EngineService>();
	const serveEngine = (tell: TellEngine): EngineService => {
		const lines = createEngineLines({ openLine, localNetwork, makeChannel: makeLineChannel, tell });
		const all = { ...answers, "lines.open": lines.open, "lines.listen": lines.listen };
		return { answer: (request) => answerHostRequest(all, request, note), close: lines.close };
	};

	const info = (): ShellInfo => ({
		version: app.getVersion(),
		platform: process.platform as ShellInfo["platform"],
		electron: process.versions.electron,
		developmentElectron: Number.parseInt(process.versions.electron, 10) < oldestShipped,
		secretStore: seal === null ? "file-permissions" : "system",
		sample: shellState.options.sample,
		diagnostics: shellState.options.diagnostics,
		settings: settings.read(),
	});

	const kit = createRecoveryKit({
		vault,
		settings,
		window: shellState.window,
		preload: folders.kitPreload,
		folder: folders.kit,
		say: shellState.words,
		language: shellState.language,
		restart: () => shellState.restart(null),
		note,
	});
	const calls = createShellCalls({
		info,
		settings,
		settingsChanged: () => shellState.settingsChanged(settings.read()),
		openInSystem: (address) => shell.openExternal(address),
		pickers,
		grants,
		blobs,
		kit,
		connectEngine: (frame: WebFrameMain, ask: string) => connectEngine(frame, ask, engines, serveEngine),
		restart: shellState.restart,
		holdClosing: shellState.holdClosing,
		interactive: shellState.interactive,
	});
	const close = async (): Promise<void> => {
		for (const engine of engines.values()) engine.close();
		await Promise.all([targets.abortAll(), backups.abortAll(), settings.settled(), journal.close()]);
	};
	return { calls, grantFile: (path) => grants.addSource(path), close };
}
