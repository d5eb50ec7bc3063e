/**
 * The only code of ours between the page and the shell. It puts fixed functions on `window.commonplace`;
 * neither Electron nor Node reaches the page.
 */
import { contextBridge, ipcRenderer, webUtils } from "electron";
import type { ShellApi, ShellCommand } from "../../shared/host";
import { commandInbox } from "./command-inbox";
import { droppedPath } from "./dropped-path";

const call = (name: keyof ShellApi, ...args: readonly unknown[]): Promise<never> =>
	ipcRenderer.invoke("shell", name, ...args) as Promise<never>;

/** Newer Electrons tell where a file lies; older ones have no such function. */
const utilities: typeof webUtils | undefined = webUtils;
const tellPath = utilities ? (file: File): string => utilities.getPathForFile(file) : null;

const inbox = commandInbox<ShellCommand>();
ipcRenderer.on("command", (_, command: ShellCommand) => inbox.receive(command));
ipcRenderer.on("engine-port", ({ ports }, ask: unknown) => window.postMessage({ type: "engine-port", ask }, "/", [...ports]));

const api: ShellApi = {
	info: () => call("info"),
	saveSettings: (change) => call("saveSettings", change),
	openExternal: (url) => call("openExternal", url),
	pickSource: (purpose) => call("pickSource", purpose),
	pickTarget: (purpose, suggestedName) => call("pickTarget", purpose, suggestedName),
	grantDropped: (files) =>
		call(
			"grantDropped",
			files.map((file) => droppedPath(file, tellPath)).filter((path) => path !== ""),
		),
	keepBlob: (bytes) => call("keepBlob", bytes),
	// Whoever waits for the port notices when none comes; a refusal stands in the shell's log.
	requestEnginePort: (ask) => void call("requestEnginePort", ask).catch(() => undefined),
	onCommand: (listener) => inbox.listen(listener),
	showRecoveryKit: () => call("showRecoveryKit"),
	recoverFromKit: () => call("recoverFromKit"),
	openSample: (sample) => call("openSample", sample),
	holdClosing: (hold) => void call("holdClosing", hold).catch(() => undefined),
	reportInteractive: () => void call("reportInteractive").catch(() => undefined),
	restart: () => call("restart"),
};

contextBridge.exposeInMainWorld("commonplace", api);
