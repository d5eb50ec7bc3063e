/** What is needed to write: loaded after the first screen can be shown. */
import type { ItemId } from "../../shared/model/item";
import { type Away, createAway } from "./away/away-changes";
import { openAwayLedger } from "./away/away-ledger";
import { EngineError } from "./contract";
import { diskRoom } from "./disk-room";
import { createDocumentNews } from "./documents/document-news";
import { type Documents, openDocuments } from "./documents/documents";
import { firstChangeReader } from "./documents/first-change/reading";
import { initialChanges } from "./documents/initial-change";
import { createSealer, type Sealer } from "./documents/sealer";
import { exclusiveGate } from "./exclusive";
import { type ItemPlaces, itemPlaces } from "./item-places";
import type { Library, RowChange } from "./library/library";
import type { LogEntry, LogStore } from "./log/log-store";
import type { EnginePorts } from "./ports";
import { createProjector, type Projector } from "./projector";
import { readAgain } from "./quarantine";
import type { SearchIndex } from "./search/search-index";
import { moveFormerSpace, openFormer } from "./spaces/former-space";
import { type HeldSpaces, openHeldSpaces } from "./spaces/held-spaces";
import { createSpaceNews } from "./spaces/space-news";
import { createSpaces, type SpaceDesk, type SpacesParts } from "./spaces/spaces";
import { createSummaries, type Summaries } from "./spaces/summaries";
import { createTakeIn } from "./spaces/take-in";
import { beginPrivateSpace } from "./spaces/tending";
import type { EngineSync, EngineSyncParts } from "./sync/engine-sync";
import { createTextSessions, type TextSessions } from "./text/text-sessions";
import { createWritePath, type WritePath } from "./write-path";

export interface Desk {
	readonly held: HeldSpaces;
	readonly spaces: SpaceDesk;
	/** For what is made of spaces: the parts they stand on. */
	readonly spacesParts: SpacesParts;
	readonly summaries: Summaries;
	readonly places: ItemPlaces;
	readonly sealer: Sealer;
	readonly documents: Documents;
	readonly projector: Projector;
	readonly writePath: WritePath;
	readonly texts: TextSessions;
	/** What others did since the person last looked. */
	readonly away: Away;
	/** The exchange with other copies. It begins by itself; a failure of that is told to whoever asks for it. */
	readonly sync: Promise<EngineSync>;
}

export interface DeskParts {
	readonly ports: EnginePorts;
	readonly log: LogStore;
	readonly library: { current(): Library; renew(): Promise<void> };
	readonly search: SearchIndex;
	readonly onRows: (changes: readonly RowChange[]) => void;
	/** The library is made again, or what an earlier version wrote is moved. */
	readonly onRebuilding: (done: number, total: number) => void;
	/** It was made again. */
	readonly onRebuilt: () => void;
	/** How the copies stand may have changed. */
	readonly onSync: () => void;
	/** Who is where may have changed. */
	readonly onPresence: () => void;
}

export async function openDesk({
	ports,
	log,
	library,
	search,
	onRows,
	onRebuilding,
	onRebuilt,
	onSync,
	onPresence,
}: DeskParts): Promise<Desk> {
	const { host, now, onProblem } = ports;
	const [sodium, identity] = await Promise.all([ports.loadSodium(), host.call("identity.open"), ports.loadAutomerge()]);
	const wasComplete = (await log.lastSeq()) === (await library.current().checkpoint());
	const held = await openHeldSpaces(sodium, host, log, identity);
	const gate = exclusiveGate();
	const spaceNews = createSpaceNews();
	const sealer = createSealer(sodium, host, log, held, spaceNews.tellNew);
	const tending = { sodium, log, spaces: held, sealer, now, onProblem };
	const former = identity.formerSpace;
	const triedAgain = await readAgain({
		...{ log, library: library.current(), held, program: ports.program, isWhole: sealer.isWhole },
		former: former === null ? null : { id: former.id, open: (bytes) => openFormer(sodium, former, bytes) },
	});
	const begun = await beginPrivateSpace(tending);
	const moved =
		former === null
			? 0
			: await moveFormerSpace(former, { sodium, log, sealer, privateSpace: held.privateSpace, now, onProgress: onRebuilding });
	const onDamaged = (entry: LogEntry, why: string): void =>
		onProblem(new EngineError("damaged", `entry ${entry.id} of the log cannot be read (${why})`));
	const readFirstChange = firstChangeReader(sodium.crypto_hash_sha256);
	const news = createDocumentNews();
	const documents = await openDocuments(log, sealer, readFirstChange, { onDamaged, onReplaced: news.tellReplaced, onProblem });
	const spaceOf = (id: ItemId): string => held.spaceOf(id);
	const projector = createProjector({
		...{ log, sealer, documents, spaceOf, readFirstChange, library, search, onProblem },
		delay: ports.projectionDelay,
		isComplete: wasComplete,
	});
	projector.onChange(onRows);
	const takeIn = createTakeIn({
		...{ sodium, log, spaces: held, sealer, documents, projector, news, now },
		room: diskRoom(host),
		onRefused: (id, why) => onProblem(new EngineError("refused", `envelope ${id} waited and is not taken`, why)),
		rebuild: {
			begin: projector.distrust,
			async run() {
				await projector.rebuild(onRebuilding);
				onRebuilt();
			},
		},
	});
	const spacesParts: SpacesParts = { ...tending, news: spaceNews, takeIn, projector, exclusive: gate };
	const spaces = createSpaces(spacesParts);
	spaces.catchUp().catch(onProblem);
	if (moved > 0) await projector.catchUp(onRebuilding);
	else if (wasComplete && begun > 0) projector.reach(begun);
	// Not waited for: it needs room on the disk, and reading does not.
	triedAgain(spaces.tryAgain).catch(onProblem);
	const places = itemPlaces(held, ports.random);
	const writePath = createWritePath({
		...{ documents, sealer, projector, news, places, now },
		initialChange: initialChanges(sealer.actor, sodium.crypto_hash_sha256),
		exclusive: gate,
	});
	const summaries = createSummaries({ sodium, log, spaces: held, opener: sealer, now });
	return {
		...{ held, spaces, spacesParts, summaries, places, sealer, documents, projector, writePath },
		texts: createTextSessions(documents, writePath, projector, news),
		away: createAway({
			...{ log, documents, spaces: held, summaries, exclusive: gate, onProblem },
			ledger: openAwayLedger({ sodium, log, spaces: held, opener: sealer }),
			row: (id) => library.current().row(id),
			onSeen: () => spaceNews.tellChanged(held.privateSpace),
		}),
		sync: beginSync(
			{
				...{ host, sodium, log, held, spaces, summaries, documents, news, onPresence, now, onProblem },
				filesIn: filesOf(library.current),
				random: ports.random,
			},
			ports,
			onSync,
		),
	};
}

/** Begins to exchange with other copies. It is loaded only now, so that the first screen need not wait for it. */
async function beginSync(parts: Omit<EngineSyncParts, "outside">, ports: EnginePorts, onSync: () => void): Promise<EngineSync> {
	const [{ startEngineSync }, { alone }] = await Promise.all([import("./sync/engine-sync"), import("./sync/alone")]);
	const sync = await startEngineSync({ ...parts, outside: ports.sync ?? alone() });
	sync.onChange(onSync);
	onSync();
	return sync;
}

function filesOf(library: () => Library): EngineSyncParts["filesIn"] {
	return async (space) =>
		(await library().ofKind("file")).flatMap((row) =>
			row.space === space && row.detail.of === "file" ? [{ hash: row.detail.hash, size: row.detail.size }] : [],
		);
}
