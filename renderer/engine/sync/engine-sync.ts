/** Joins sync with the engine's parts: its log, spaces and keys. */
import type { Host } from "../../../shared/host";
import { toHex } from "../../../shared/protocol/bytes";
import type { After } from "../../../shared/protocol/conversation/ports";
import type { Sodium } from "../../../shared/protocol/sodium";
import type { DocumentNews } from "../documents/document-news";
import type { Documents } from "../documents/documents";
import type { LogStore } from "../log/log-store";
import { createPresence, type Presence } from "../presence/presence";
import type { HeldSpaces } from "../spaces/held-spaces";
import type { Spaces } from "../spaces/spaces";
import type { Summaries } from "../spaces/summaries";
import type { Lines } from "../worker/lines";
import { createFileExchange } from "./file-exchange";
import { offerFiles } from "./offered-files";
import type { SyncStore } from "./ports";
import { readSettings } from "./settings";
import { createSpaceFiles, type KnownFile, type SpaceFiles } from "./space-files";
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
	readonly documents: Pick<Documents, "use">;
	readonly news: Pick<DocumentNews, "listen">;
	/** Who is where may have changed. */
	readonly onPresence: () => void;
	/** The files that the items of a space refer to. */
	readonly filesIn: (space: string) => Promise<readonly KnownFile[]>;
	readonly random: (bytes: Uint8Array<ArrayBuffer>) => Uint8Array;
	readonly now: () => number;
	readonly onProblem: (error: unknown) => void;
}

const realTime: After = (milliseconds, work) => {
	const timer = setTimeout(work, milliseconds);
	return () => clearTimeout(timer);
};

/** Sync with everything that goes over its conversations. */
export interface EngineSync extends Sync {
	readonly files: SpaceFiles;
	readonly presence: Presence;
	/** Whether the connection costs, so that no files go by themselves. */
	isMetered(): boolean;
	/** Fetches a file that is not here from whoever is there; whether it is here now. */
	fetchFile(hash: string): Promise<boolean>;
}

export async function startEngineSync(parts: EngineSyncParts): Promise<EngineSync> {
	const { outside, host, sodium, log, held, spaces, summaries, filesIn, now, onProblem } = parts;
	const { personKey, deviceKey, deviceCertificate } = held.identity;
	const store = await outside.openStore();
	const after = outside.after ?? realTime;
	const files = createSpaceFiles({ sodium, host, spaces, filesIn });
	const isMetered = (): boolean => readSettings(store).metered;
	const exchange = createFileExchange({
		...{ sodium, host, files, store, after, onProblem },
		person: toHex(personKey),
		isMetered,
		mayWrite: (space) => spaces.role(space) !== null && spaces.role(space) !== "reader",
	});
	const sign = (bytes: Uint8Array): Promise<Uint8Array> => host.call("identity.sign", bytes);
	const clock = (): number => performance.now();
	const presence = createPresence({
		...{ sodium, held, sign, after, now, clock, onProblem },
		documents: parts.documents,
		news: parts.news,
		isSeen: () => readSettings(store).seen,
		onChange: parts.onPresence,
	});
	const sync = startSync({
		lines: outside.lines,
		identity: {
			device: toHex(deviceKey),
			owner: { person: toHex(personKey), certificate: deviceCertificate },
			sign,
		},
		sodium,
		log,
		spaces,
		store,
		files: offerFiles(files, toHex(personKey)),
		onConnection(connection, who) {
			exchange.begin(connection, who);
			presence.begin(connection);
		},
		nameOf: (person) => summaries.people([person])[0]?.card?.name ?? "",
		after,
		now,
		clock,
		random: () => (parts.random(new Uint8Array(1))[0] ?? 0) / 256,
		onProblem,
	});
	const unlisten = [outside.onOnline(sync.online), spaces.onNew(exchange.look)];
	return {
		...sync,
		files,
		presence,
		isMetered,
		fetchFile: exchange.fetch,
		async set(change) {
			await sync.set(change);
			exchange.look();
			if (change.seen !== undefined) presence.again();
		},
		close() {
			for (const stop of unlisten) stop();
			presence.close();
			exchange.close();
			sync.close();
			store.close();
		},
	};
}
