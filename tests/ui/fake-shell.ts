/** A shell in memory: it remembers what it was asked and lets the test play the person and the menus. */
import type { PickedSource, Settings, ShellApi, ShellCommand, ShellInfo } from "../../shared/host";

export interface FakeShell extends ShellApi {
	readonly saved: Partial<Settings>[];
	readonly samples: boolean[];
	readonly interactive: number;
	readonly restarts: number;
	/** What the next picker gives back. */
	picks(source: PickedSource | null): void;
	/** A menu, a link or a second start asks for something. */
	send(command: ShellCommand): void;
}

export const SETTINGS: Settings = {
	colourScheme: "light",
	language: "en",
	displayName: "Marta Ruiz",
	welcomed: true,
	leftPanelOpen: true,
	rightPanelOpen: true,
	lastRoute: "",
	kitShownAt: 0,
};

export function fakeInfo(settings: Partial<Settings> = {}, info: Partial<ShellInfo> = {}): ShellInfo {
	return {
		version: "0.1.0",
		platform: "linux",
		electron: "45.0.0",
		developmentElectron: false,
		secretStore: "system",
		sample: false,
		diagnostics: false,
		settings: { ...SETTINGS, ...settings },
		...info,
	};
}

export function fakeShell(): FakeShell {
	const listeners = new Set<(command: ShellCommand) => void>();
	const saved: Partial<Settings>[] = [];
	const samples: boolean[] = [];
	let picked: PickedSource | null = null;
	let interactive = 0;
	let restarts = 0;
	return {
		saved,
		samples,
		get interactive() {
			return interactive;
		},
		get restarts() {
			return restarts;
		},
		picks: (source) => {
			picked = source;
		},
		send: (command) => {
			for (const listener of listeners) listener(command);
		},
		info: async () => fakeInfo(),
		saveSettings: async (change) => {
			saved.push(change);
			return { ...SETTINGS, ...change };
		},
		openExternal: async () => "opened",
		pickSource: async () => picked,
		pickTarget: async (_purpose, name) => ({ grant: "f".repeat(32), name }),
		grantDropped: async () => (picked === null ? [] : [picked]),
		keepBlob: async () => ({ hash: "0".repeat(64), size: 0, isNew: true }),
		requestEnginePort: () => undefined,
		onCommand: (listener) => {
			listeners.add(listener);
			return () => listeners.delete(listener);
		},
		showRecoveryKit: async () => "kept",
		recoverFromKit: async () => "closed",
		openSample: async (sample) => {
			samples.push(sample);
		},
		holdClosing: () => undefined,
		reportInteractive: () => {
			interactive += 1;
		},
		restart: async () => {
			restarts += 1;
		},
	};
}
