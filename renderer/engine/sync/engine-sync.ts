/** Joins sync with the engine's parts: its log, spaces and keys. */
import type { Host } from "../../../shared/host";
import { toHex } from "../../../shared/protocol/bytes";
import type { After } from "../../../shared/protocol/conversation/ports";
import type { Sodium } from "../../../shared/protocol/sodium";
import type { LogStore } from "../log/log-store";
import type { HeldSpaces } from "../spaces/held-spaces";
import type { Spaces } from "../spaces/spaces";
import type { Summaries } from "../spaces/summaries";
import type { Lines } from "../worker/lines";
import type { OfferedFiles } from "./offered-spaces";
import type { SyncStore } from "./ports";
import { type Sync, startSync } from "./sync";

/** What sync is given from outside. */
export interface SyncOutside {
	readonly lines: Lines;
	openStore(): Promise<SyncStore>;
	/** Calls back when the network may be there again, until the returned function is called. */
	onOnline(listener: () => void): () => void;
	/** For tests: other time. */
	readonly after?: After;
}

export interface EngineSyncParts {
	readonly outside: SyncOutside;
	readonly host: Host;
	readonly sodium: Sodium;
	readonly log: LogStore;
	readonly held: HeldSpaces;
	readonly spaces: Spaces;
	readonly summaries: Summaries;
	readonly random: (bytes: Uint8Array<ArrayBuffer>) => Uint8Array;
	readonly now: () => number;
	readonly onProblem: (error: unknown) => void;
}

const realTime: After = (milliseconds, work) => {
	const timer = setTimeout(work, milliseconds);
	return () => clearTimeout(timer);
};

/** Files of a laptop that gives none to others. */
const noFiles: OfferedFiles = {
	findBlobs: async (_, __, names) => ({ ok: names.map(() => []) }),
	getBlob: async () => ({ refused: "no-such-blob" }),
	putBlob: async () => ({ refused: "not-allowed" }),
};

export async function startEngineSync(parts: EngineSyncParts): Promise<Sync> {
	const { outside, host, sodium, log, held, spaces, summaries, now, onProblem } = parts;
	const { personKey, deviceKey, deviceCertificate } = held.identity;
	const store = await outside.openStore();
	const sync = startSync({
		lines: outside.lines,
		identity: {
			device: toHex(deviceKey),
			owner: { person: toHex(personKey), certificate: deviceCertificate },
			sign: (bytes) => host.call("identity.sign", bytes),
		},
		sodium,
		log,
		spaces,
		store,
		files: noFiles,
		nameOf: (person) => summaries.people([person])[0]?.card?.name ?? "",
		after: outside.after ?? realTime,
		now,
		clock: () => performance.now(),
		random: () => (parts.random(new Uint8Array(1))[0] ?? 0) / 256,
		onProblem,
	});
	const unlisten = outside.onOnline(sync.online);
	return {
		...sync,
		close() {
			unlisten();
			sync.close();
			store.close();
		},
	};
}
