/** The engine: one constructor that takes its ports. It runs in a worker in the app and headless in tests. */
import { itemKinds } from "../../shared/model/registry";
import { act, actionsOf } from "./actions";
import { authorsOf } from "./authors";
import type { Engine, EngineState, Health, SaveState } from "./contract";
import { type Desk, openDesk } from "./desk";
import { engineJobs } from "./engine-jobs";
import { asEngineError, HostError } from "./errors";
import { startJob } from "./jobs/job-runner";
import { sweepWhenQuiet } from "./jobs/orphan-sweep";
import { keepJournal } from "./journal/keep-journal";
import { createCatalogue } from "./library/catalogue";
import type { Library } from "./library/library";
import { createLiveLists } from "./library/live-lists";
import { rememberingAbsent } from "./log/absent-ids";
import type { LogStore } from "./log/log-store";
import { remembering } from "./log/recent-entries";
import type { EnginePorts } from "./ports";
import { unusable } from "./quarantine";
import { linkQueries } from "./queries/links";
import type { QueryContext } from "./queries/query";
import { rowQueries } from "./queries/rows";
import { searchQueries } from "./queries/search";
import { SPACE_QUERIES, spaceQueries } from "./queries/spaces";
import { syncQueries } from "./queries/sync";
import { textQueries } from "./queries/texts";
import { createWatchers } from "./queries/watchers";
import { resilientSearch } from "./resilient-search";
import { leaveFormerPerson } from "./spaces/former-person";

export interface RunningEngine extends Engine {
	/** For tests and diagnosis: the parts beneath. */
	readonly log: LogStore;
	readonly library: () => Library;
	desk(): Promise<Desk>;
	/** Everything that was acknowledged is in library and search. */
	settle(): Promise<void>;
	close(): Promise<void>;
}

/** Opens the book. Resolves when it can be read; rejects when not even the log can be opened. */
export async function openEngine(ports: EnginePorts): Promise<RunningEngine> {
	const [kept, first] = await Promise.all([ports.openLog(), openLibraryOrEmpty(ports)]);
	const journal = keepJournal(remembering(rememberingAbsent(kept)), ports);
	const { log } = journal;
	let library = first;
	let state: EngineState = { is: "starting" };
	let saving: SaveState = { pending: 0, lastSaved: null, problem: null };
	const stateListeners = new Set<(state: EngineState) => void>();
	const saveListeners = new Set<(state: SaveState) => void>();
	const current = (): Library => library;
	const search = resilientSearch(ports.openSearch, searchLost, ports.onProblem);
	const catalogue = createCatalogue(current);
	const lists = createLiveLists(catalogue, current, asEngineError);
	let desk: Promise<Desk> | null = null;
	const deskMade = waitFor<Desk>();
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
		await ports.eraseLibraries("all");
		library = await ports.openLibrary();
		catalogue.clear();
	}

	/** What was lost is there again before anybody reads or writes. */
	const regaining = journal.regain((done, total) => setState({ is: "rebuilding", done, total }), renewLibrary);

	const makeDesk = async (): Promise<Desk> => {
		await regaining;
		await leaveFormerPerson(log, ports.host, ports.loadSodium);
		const made = await openDesk({
			...{ ports, log, search },
			library: { current, renew: renewLibrary },
			onRows(changes) {
				catalogue.take(changes);
				lists.take(changes);
				watchers.take(changes);
			},
			onSync: () => watchers.refreshSoon(["sync"]),
			onPresence: () => watchers.refreshSoon(["presence"]),
			onRebuilding: (done, total) => setState({ is: "rebuilding", done, total }),
			onRebuilt() {
				refreshAll();
				setState({ is: "ready" });
			},
		});
		made.spaces.onChanged(() => watchers.refreshSoon(SPACE_QUERIES));
		deskMade.resolve(made);
		journal.begin();
		return made;
	};

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
		authorsOf: async (id) => authorsOf(await needDesk(), id),
		settle: async () => {
			if (desk !== null) await (await desk).projector.flush();
		},
		// Who asks for spaces can wait until what writing needs is opened anyway.
		desk: () => deskMade.promise,
		health,
	};
	const watchers = createWatchers(
		{ ...rowQueries, ...linkQueries, ...searchQueries, ...textQueries, ...spaceQueries, ...syncQueries },
		context,
		asEngineError,
	);

	async function health(): Promise<Health> {
		const { held } = await needDesk();
		const { entries, bytes } = await log.size();
		return {
			envelopes: entries,
			bytes,
			items: (await Promise.all(itemKinds.map((kind) => library.count(kind)))).reduce((sum, { kept, trashed }) => sum + kept + trashed, 0),
			quarantined: await unusable(log),
			identity: { device: held.speaker.device, person: held.speaker.person },
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

	function refreshAll(): void {
		lists.refreshAll();
		watchers.refreshAll();
	}

	const jobs = engineJobs({
		...{ ports, log, catalogue, needDesk, refreshAll },
		library: current,
		onReplaced: (error) => setState({ is: "stopped", code: "engine-stopped", message: asEngineError(error).message }),
	});

	async function start(): Promise<void> {
		const regained = await regaining;
		const [seq, inLibrary] = await Promise.all([log.lastSeq(), library.checkpoint()]);
		if (inLibrary < seq) {
			const { projector } = await needDesk();
			const progress = (done: number, total: number): void => setState({ is: "rebuilding", done, total });
			await projector.catchUp(progress).catch(async (error: unknown) => {
				ports.onProblem(error);
				await projector.rebuild(progress);
			});
		}
		setState(regained === 0 ? { is: "ready" } : { is: "ready", regained });
		if (inLibrary < seq) return leaveFormerLibraries();
		if (ports.deskDelay === undefined) prepare();
		else preparing = setTimeout(prepare, ports.deskDelay);
	}

	/** The library has everything: what an earlier version of it kept is of no use any more. */
	function leaveFormerLibraries(): void {
		ports.eraseLibraries("former").catch(ports.onProblem);
	}

	/** Opens what writing needs before it is needed, and fills the index. */
	function prepare(): void {
		preparing = null;
		leaveFormerLibraries();
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
		desk: needDesk,
		act: (name, params) =>
			saved(async () => {
				const made = await needDesk();
				return act({ ...actionsOf(made, ports.host, catalogue, current) }, name, params);
			}),
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
		here: (where) =>
			void needDesk()
				.then(async ({ sync }) => (await sync).presence.here(where))
				.catch(ports.onProblem),
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
			ports.host.call("blobs.read", hash).catch(async (error: unknown) => {
				const isMissing = error instanceof HostError && error.code === "not-found";
				if (isMissing && (await (await (await needDesk()).sync).fetchFile(hash))) return ports.host.call("blobs.read", hash);
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
				const { projector, documents, sync } = await desk;
				await sync.then(
					({ close }) => close(),
					() => undefined,
				);
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
		await ports.eraseLibraries("all");
		return ports.openLibrary();
	}
}

/** A promise, and the way to keep it. */
function waitFor<Value>(): { readonly promise: Promise<Value>; resolve(value: Value): void } {
	let keep: (value: Value) => void = () => undefined;
	const promise = new Promise<Value>((resolve) => {
		keep = resolve;
	});
	return { promise, resolve: (value) => keep(value) };
}
