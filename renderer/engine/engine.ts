/** The engine: one constructor that takes its ports. It runs in a worker in the app and headless in tests. */
import { newItemId } from "../../shared/model/ids";
import type { ItemId, ItemKind } from "../../shared/model/item";
import { itemKinds } from "../../shared/model/registry";
import { toHex } from "../../shared/protocol/bytes";
import { type Engine, EngineError, type EngineState, type Health, type SaveState } from "./contract";
import { type Documents, openDocuments } from "./documents/documents";
import { initialChanges } from "./documents/initial-change";
import { openSealer, type Sealer } from "./documents/sealer";
import { asEngineError } from "./errors";
import { exclusiveGate } from "./exclusive";
import { attachFiles } from "./jobs/attach-job";
import { runBackup, runRestore } from "./jobs/backup-job";
import type { FormatJobs } from "./jobs/format-jobs";
import { type JobDefinitions, startJob } from "./jobs/job-runner";
import { sweepWhenQuiet } from "./jobs/orphan-sweep";
import { createCatalogue } from "./library/catalogue";
import type { Library } from "./library/library";
import { createLiveLists } from "./library/live-lists";
import type { LogEntry, LogStore } from "./log/log-store";
import type { EnginePorts } from "./ports";
import { createProjector, type Projector } from "./projector";
import { readAgain } from "./quarantine";
import { linkQueries } from "./queries/links";
import type { QueryContext } from "./queries/query";
import { rowQueries } from "./queries/rows";
import { searchQueries } from "./queries/search";
import { textQueries } from "./queries/texts";
import { createWatchers } from "./queries/watchers";
import { resilientSearch } from "./resilient-search";
import { createTextSessions, type TextSessions } from "./text/text-sessions";
import { createWritePath, type WritePath } from "./write-path";

/** What is needed to write, loaded after the first screen can be shown. */
interface Desk {
	readonly sealer: Sealer;
	readonly documents: Documents;
	readonly projector: Projector;
	readonly writePath: WritePath;
	readonly texts: TextSessions;
}

export interface RunningEngine extends Engine {
	/** For tests and diagnosis: the parts beneath. */
	readonly log: LogStore;
	readonly library: () => Library;
	/** Everything that was acknowledged is in library and search. */
	settle(): Promise<void>;
	close(): Promise<void>;
}

/** Opens the book. Resolves when it can be read; rejects when not even the log can be opened. */
export async function openEngine(ports: EnginePorts): Promise<RunningEngine> {
	const [log, first] = await Promise.all([ports.openLog(), openLibraryOrEmpty(ports)]);
	let library = first;
	let state: EngineState = { is: "starting" };
	let saving: SaveState = { pending: 0, lastSaved: null, problem: null };
	const stateListeners = new Set<(state: EngineState) => void>();
	const saveListeners = new Set<(state: SaveState) => void>();
	const current = (): Library => library;
	const search = resilientSearch(ports.openSearch, searchLost, ports.onProblem);
	const catalogue = createCatalogue(current);
	const lists = createLiveLists(catalogue, current, asEngineError);
	const newId = (): ItemId => newItemId(ports.random);
	let desk: Promise<Desk> | null = null;
	let preparing: ReturnType<typeof setTimeout> | null = null;

	function setState(next: EngineState): void {
		state = next;
		for (const listener of stateListeners) listener(state);
	}

	function setSaving(change: Partial<SaveState>): void {
		saving = { ...saving, ...change };
		for (const listener of saveListeners) listener(saving);
	}

	/** Whoever keeps the index fills it again; until there is such a one, it begins with looking at its checkpoint. */
	function searchLost(error: unknown): void {
		if (desk === null) ports.onProblem(error);
		else desk.then(({ projector }) => projector.searchLost(error), ports.onProblem);
	}

	async function renewLibrary(): Promise<void> {
		await library.remove().catch(ports.onProblem);
		await ports.eraseLibrary();
		library = await ports.openLibrary();
		catalogue.clear();
	}

	async function makeDesk(): Promise<Desk> {
		const [sodium] = await Promise.all([ports.loadSodium(), ports.loadAutomerge()]);
		const sealer = await openSealer(sodium, ports.host, log);
		const regained = await readAgain(log, sealer, library, ports.program);
		const onDamaged = (entry: LogEntry, why: string): void =>
			ports.onProblem(new EngineError("damaged", `entry ${entry.id} of the log cannot be read (${why})`));
		const documents = await openDocuments(log, sealer, onDamaged, ports.onProblem);
		const projector = createProjector({
			log,
			sealer,
			documents,
			library: { current, renew: renewLibrary },
			search,
			delay: ports.projectionDelay,
			onProblem: ports.onProblem,
		});
		projector.onChange((changes) => {
			catalogue.take(changes);
			lists.take(changes);
			watchers.take(changes);
		});
		for (const { id, seq } of regained) projector.later(id, seq);
		const writePath = createWritePath({
			documents,
			sealer,
			initialChange: initialChanges(sealer.actor, sodium.crypto_hash_sha256),
			projector,
			exclusive: exclusiveGate(),
			newId,
			now: ports.now,
		});
		return { sealer, documents, projector, writePath, texts: createTextSessions(documents, writePath, projector) };
	}

	/** What is needed to write. A failure (no identity) is told to everyone who needs it, and tried again by the next. */
	function needDesk(): Promise<Desk> {
		desk ??= makeDesk().catch((error: unknown) => {
			desk = null;
			throw asEngineError(error);
		});
		return desk;
	}

	const context: QueryContext = {
		library: current,
		catalogue,
		search,
		documents: { use: async (id, work) => (await needDesk()).documents.use(id, work) },
		// A private space holds the envelopes of one person's devices only.
		authorOf: () => "self",
		settle: async () => {
			if (desk !== null) await (await desk).projector.flush();
		},
		health,
	};
	const watchers = createWatchers({ ...rowQueries, ...linkQueries, ...searchQueries, ...textQueries }, context, asEngineError);

	async function health(): Promise<Health> {
		const { sealer } = await needDesk();
		const { entries, bytes } = await log.size();
		return {
			envelopes: entries,
			bytes,
			items: (await Promise.all(itemKinds.map((kind) => library.count(kind)))).reduce((sum, { kept, trashed }) => sum + kept + trashed, 0),
			quarantined: (await log.quarantined()).map(({ id, why, items, at }) => ({ envelope: id, why, items, at })),
			identity: { device: sealer.device, person: toHex(sealer.identity.personKey) },
		};
	}

	/** Counts what is not durable yet, for the status line. */
	async function saved<Result>(work: () => Promise<Result>): Promise<Result> {
		setSaving({ pending: saving.pending + 1 });
		try {
			const result = await work();
			setSaving({ pending: saving.pending - 1, lastSaved: ports.now(), problem: null });
			return result;
		} catch (error) {
			const known = asEngineError(error);
			const lasting = known.code === "disk-full" || known.code === "host" || known.code === "no-identity" || known.code === "failed";
			setSaving({ pending: saving.pending - 1, ...(lasting ? { problem: known.code } : {}) });
			throw known;
		}
	}

	async function rebuild(progress: (done: number, total: number) => void): Promise<number> {
		const { projector } = await needDesk();
		const items = await projector.rebuild(progress);
		lists.refreshAll();
		watchers.refreshAll();
		return items;
	}

	const jobs: JobDefinitions = {
		// Reading begins at once; the keys are needed when there is something to write.
		"import-vault": async (params, job) => (await importing())["import-vault"](params, job),
		"import-bookmarks": async (params, job) => (await importing())["import-bookmarks"](params, job),
		"import-sample": async (params, job) => (await importing())["import-sample"](params, job),
		"export-vault": async (params, job) => (await formats())["export-vault"](params, job),
		"export-bookmarks": async (params, job) => (await formats())["export-bookmarks"](params, job),
		async "attach-files"({ grants }, job) {
			const { writePath } = await needDesk();
			return attachFiles(grants, { host: ports.host, writePath, newId, now: ports.now }, job);
		},
		async backup({ grant, passphrase }, job) {
			await needDesk();
			return runBackup(log, ports.host, grant, passphrase, job);
		},
		async restore({ grant, passphrase }, job) {
			let installing = false;
			const onInstalling = async (): Promise<void> => {
				installing = true;
				if (desk !== null) (await desk).sealer.retire();
			};
			try {
				return await runRestore(log, ports.host, await ports.loadSodium(), grant, passphrase, onInstalling, job);
			} catch (error) {
				// The keys may be the new ones already: only a new start knows.
				if (installing) setState({ is: "stopped", code: "engine-stopped", message: asEngineError(error).message });
				throw error;
			}
		},
		async "read-again"() {
			await library.setTriedBy("");
			return {};
		},
		async "rebuild-library"(_, job) {
			job.commit();
			return { items: await rebuild((done, total) => job.progress("listing", done, total)) };
		},
	};

	/** Lists will want the rows of what is imported: those that are loaded before need not be read again after. */
	const looksFor = {
		byKey: (key: string) => library.byKey(key),
		ofKind: async (kind: ItemKind) => [...(await catalogue.kind(kind)).rows.values()],
	};

	async function formats(): Promise<FormatJobs> {
		const { formatJobs } = await import("./jobs/format-jobs");
		return formatJobs({ host: ports.host, library: looksFor, writePath: async () => (await needDesk()).writePath, newId }, async () => {
			const { documents, projector } = await needDesk();
			return { host: ports.host, library: current, documents, settle: projector.settle };
		});
	}

	function importing(): Promise<FormatJobs> {
		needDesk().catch(() => undefined);
		return formats();
	}

	async function start(): Promise<void> {
		const [seq, inLibrary] = await Promise.all([log.lastSeq(), library.checkpoint()]);
		if (inLibrary < seq) {
			const { projector } = await needDesk();
			const progress = (done: number, total: number): void => setState({ is: "rebuilding", done, total });
			await projector.catchUp(progress).catch(async (error: unknown) => {
				ports.onProblem(error);
				await projector.rebuild(progress);
			});
		}
		setState({ is: "ready" });
		if (inLibrary < seq) return;
		if (ports.deskDelay === undefined) prepare();
		else preparing = setTimeout(prepare, ports.deskDelay);
	}

	/** Opens what writing needs before it is needed, and fills the index. */
	function prepare(): void {
		preparing = null;
		needDesk()
			.then(({ projector }) => projector.catchUpSearch(), ports.onProblem)
			.catch(ports.onProblem);
	}

	let runningJobs = 0;
	const stopSweep = sweepWhenQuiet(
		{ host: ports.host, log, library: current, sealer: async () => (await needDesk()).sealer },
		() => state.is !== "ready" || saving.pending > 0 || runningJobs > 0,
		ports.onProblem,
	);

	const starting = start().catch((error: unknown) => {
		const known = asEngineError(error);
		setState({ is: "stopped", code: known.code, message: known.message });
	});

	return {
		log,
		library: current,
		run: async (commands) => saved(async () => (await needDesk()).writePath.run(commands)),
		ask: async (name, params) => {
			await starting;
			return watchers.ask(name, params);
		},
		watch(name, params, onResult, onError = ports.onProblem) {
			let stop: (() => void) | null = null;
			let stopped = false;
			starting.then(() => {
				if (!stopped) stop = watchers.watch(name, params, onResult, onError);
			}, ports.onProblem);
			return () => {
				stopped = true;
				stop?.();
			};
		},
		list: (spec, onChange, onError = ports.onProblem) => lists.open(spec, onChange, onError),
		async openText(id) {
			const session = await (await needDesk()).texts.open(id).catch((error: unknown) => {
				throw asEngineError(error);
			});
			return { ...session, push: (version, updates) => saved(() => session.push(version, updates)) };
		},
		job(name, params) {
			const job = startJob(jobs, name, params, ports.now);
			runningJobs += 1;
			const ended = (): void => {
				runningJobs -= 1;
			};
			job.finished.then(ended, ended);
			return job;
		},
		readBlob: (hash) =>
			ports.host.call("blobs.read", hash).catch((error: unknown) => {
				throw asEngineError(error);
			}),
		state: () => state,
		onState(listener) {
			stateListeners.add(listener);
			return () => stateListeners.delete(listener);
		},
		saveState: () => saving,
		onSaveState(listener) {
			saveListeners.add(listener);
			return () => saveListeners.delete(listener);
		},
		restart: () => undefined,
		async settle() {
			await starting;
			if (desk !== null) await (await desk).projector.settle();
		},
		async close() {
			stopSweep();
			await starting;
			if (preparing !== null) clearTimeout(preparing);
			if (desk !== null) {
				const { projector, documents } = await desk;
				await projector.close();
				documents.close();
			}
			await search.close();
			await library.close();
			await log.close();
		},
	};
}

/** A library that cannot be opened is deleted: everything in it can be made again from the log. */
async function openLibraryOrEmpty(ports: EnginePorts): Promise<Library> {
	try {
		return await ports.openLibrary();
	} catch (error) {
		ports.onProblem(error);
		await ports.eraseLibrary();
		return ports.openLibrary();
	}
}
