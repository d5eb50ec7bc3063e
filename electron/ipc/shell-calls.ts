import type { WebFrameMain } from "electron";
import { z } from "zod";
import { LARGEST_FILE, type Settings, type ShellInfo, SourcePurpose, TargetPurpose } from "../../shared/host";
import type { BlobStore } from "../files/blob-store";
import type { Grants } from "../files/grants";
import type { Pickers } from "../files/pickers";
import type { RecoveryKit } from "../kit/recovery-kit";
import { openExternal } from "../links/open-external";
import { SettingsChange } from "../settings/settings-change";
import type { SettingsStore } from "../settings/settings-store";
import { type GuardedCalls, guarded } from "./guarded-calls";

export interface ShellParts {
	readonly info: () => ShellInfo;
	readonly settings: SettingsStore;
	readonly settingsChanged: () => void;
	readonly openInSystem: (address: string) => Promise<void>;
	readonly pickers: Pickers;
	readonly grants: Grants;
	readonly blobs: BlobStore;
	readonly kit: RecoveryKit;
	readonly connectEngine: (frame: WebFrameMain, ask: string) => void;
	readonly restart: (sample: boolean | null) => void;
	readonly holdClosing: (hold: boolean) => void;
	readonly interactive: () => void;
}

const Path = z.string().min(1).max(8192);

/** Every function on `window.commonplace`, with what its arguments have to be. */
export function createShellCalls(parts: ShellParts): GuardedCalls {
	return {
		info: guarded(z.tuple([]), () => parts.info()),
		saveSettings: guarded(z.tuple([SettingsChange]), async ([change]) => {
			const saved = await parts.settings.change(withoutUndefined(change));
			parts.settingsChanged();
			return saved;
		}),
		openExternal: guarded(z.tuple([z.string().max(8000)]), ([address]) => openExternal(address, parts.openInSystem)),
		pickSource: guarded(z.tuple([SourcePurpose]), ([purpose]) => parts.pickers.pickSource(purpose)),
		pickTarget: guarded(z.tuple([TargetPurpose, z.string().max(200)]), ([purpose, name]) => parts.pickers.pickTarget(purpose, name)),
		grantDropped: guarded(z.tuple([z.array(Path).max(10_000)]), ([paths]) =>
			Promise.all(paths.map((path) => parts.grants.addSource(path))),
		),
		keepBlob: guarded(z.tuple([z.instanceof(Uint8Array).refine((bytes) => bytes.length <= LARGEST_FILE)]), ([bytes]) =>
			parts.blobs.put(bytes),
		),
		requestEnginePort: guarded(z.tuple([z.string().min(1).max(64)]), ([ask], frame) => parts.connectEngine(frame, ask)),
		showRecoveryKit: guarded(z.tuple([]), () => parts.kit.show()),
		recoverFromKit: guarded(z.tuple([]), () => parts.kit.recover()),
		openSample: guarded(z.tuple([z.boolean()]), ([sample]) => parts.restart(sample)),
		holdClosing: guarded(z.tuple([z.boolean()]), ([hold]) => parts.holdClosing(hold)),
		reportInteractive: guarded(z.tuple([]), () => parts.interactive()),
		restart: guarded(z.tuple([]), () => parts.restart(null)),
	};
}

function withoutUndefined(change: z.infer<typeof SettingsChange>): Partial<Settings> {
	return Object.fromEntries(Object.entries(change).filter(([, value]) => value !== undefined));
}
