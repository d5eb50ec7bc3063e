/** An engine in memory for tests of the frame: it answers from what the test gave it and remembers what was asked of it. */
import {
	type Command,
	type Engine,
	EngineError,
	type EngineState,
	type JobName,
	type JobProgress,
	type Queries,
	type QueryName,
	type SaveState,
} from "../../renderer/engine/contract";
import type { ActionName, Actions, Card, SpaceSummary, SyncStatus } from "../../renderer/engine/spaces-contract";
import type { ItemId, ItemKind, Row } from "../../shared/model/item";

type ActAnswers = { [Name in ActionName]?: (params: Actions[Name]["params"]) => Actions[Name]["result"] };
type Answers = { [Name in QueryName]?: (params: Queries[Name]["params"]) => Queries[Name]["result"] };

export interface FakeJob {
	readonly name: JobName;
	readonly params: unknown;
	readonly cancelled: boolean;
	progress(progress: JobProgress): void;
	finish(result: unknown): void;
	fail(error: unknown): void;
}

export interface FakeEngine extends Engine {
	readonly ran: (readonly Command[])[];
	/** What was done in spaces and sync. */
	readonly acted: { readonly name: ActionName; readonly params: unknown }[];
	readonly jobs: FakeJob[];
	readonly restarts: number;
	setState(state: EngineState): void;
	setSaveState(state: SaveState): void;
	/** Answers, instead of the rows' own ones; a thrown EngineError is a failure. */
	answer(answers: Answers): void;
	/** What a deed gives, instead of nothing; a thrown EngineError is a failure. */
	answerActs(answers: ActAnswers): void;
}

/** A row with sensible fields. */
export function fakeRow(kind: ItemKind, title: string, more: Partial<Row> = {}): Row {
	const letters = [...title.toLowerCase()].map((letter) => (/[a-z2-7]/.test(letter) ? letter : "a")).join("");
	const detail = {
		page: { of: "page", excerpt: "", words: 3, aliases: [], folder: false, tasks: { open: 0, done: 0 } },
		bookmark: { of: "bookmark", url: "https://example.org/", host: "example.org", note: "", toRead: false },
		collection: { of: "collection", note: "" },
		file: { of: "file", hash: "0".repeat(64), size: 10, mediaType: "image/png" },
		cv: { of: "cv", name: "Ama Boateng", label: "Field technician", entries: 4 },
	} as const;
	return {
		id: letters.padEnd(26, "a").slice(0, 26),
		kind,
		space: "private",
		title,
		key: title.toLowerCase(),
		parent: "",
		order: "a0",
		tags: [],
		favourite: 0,
		trashed: 0,
		created: 1_700_000_000_000,
		updated: 1_700_000_000_000,
		byUpdated: 0,
		readOnly: 0,
		detail: detail[kind],
		...more,
	};
}

/** The person whose book it is in tests. */
export const FAKE_ME = "cd".repeat(32);
export const NO_CARD: Card = { name: "", colour: "", picture: null };
const NO_SYNC: SyncStatus = { paused: false, metered: false, local: true, localPort: null, seen: true, remotes: [], spaces: [] };
export const FAKE_PRIVATE = "00".repeat(16);

function privateSpace(items: number): SpaceSummary {
	return { space: FAKE_PRIVATE, kind: "private", name: "", role: "owner", state: "ready", members: 1, items, server: null };
}

export function fakeEngine(rows: readonly Row[] = []): FakeEngine {
	const ran: (readonly Command[])[] = [];
	const acted: { readonly name: ActionName; readonly params: unknown }[] = [];
	let actAnswers: ActAnswers = {};
	const jobs: FakeJob[] = [];
	const stateListeners = new Set<(state: EngineState) => void>();
	const saveListeners = new Set<(state: SaveState) => void>();
	let state: EngineState = { is: "ready" };
	let saving: SaveState = { pending: 0, lastSaved: null, problem: null };
	let restarts = 0;
	const kept = rows.filter((row) => row.trashed === 0);
	const named = (typed: string): readonly Row[] => kept.filter((row) => row.title.toLowerCase().includes(typed.toLowerCase()));
	const count = (kind: ItemKind): number => kept.filter((row) => row.kind === kind).length;
	let answers: Answers = {
		item: ({ id }) => rows.find((row) => row.id === id) ?? null,
		items: ({ ids }) => rows.filter((row) => ids.includes(row.id)),
		newest: ({ kinds, limit }) => kept.filter((row) => kinds.includes(row.kind)).slice(0, limit),
		favourites: () => kept.filter((row) => row.favourite === 1),
		counts: () => ({
			page: count("page"),
			bookmark: count("bookmark"),
			collection: count("collection"),
			file: count("file"),
			cv: count("cv"),
			trashed: rows.length - kept.length,
		}),
		childCounts: () => ({}),
		children: () => [],
		path: () => [],
		tags: () => [],
		duplicates: () => [],
		complete: ({ typed, limit }) =>
			named(typed)
				.slice(0, limit)
				.map((row) => ({ row, name: row.title })),
		search: ({ text }) => ({
			hits: named(text).map((row) => ({ row, title: [{ text: row.title, hit: true }], snippet: [{ text: "…", hit: false }] })),
			more: false,
		}),
		me: () => ({ person: FAKE_ME, card: NO_CARD }),
		spaces: () => [privateSpace(rows.length)],
		space: () => null,
		people: ({ persons }) => persons.map((person) => ({ person, card: null })),
		sync: () => NO_SYNC,
		away: () => [],
		health: () => ({
			envelopes: 12,
			bytes: 3400,
			items: rows.length,
			quarantined: [],
			identity: { device: "ab".repeat(32), person: "cd".repeat(32) },
		}),
	};
	const ask = <Name extends QueryName>(name: Name, params: Queries[Name]["params"]): Queries[Name]["result"] => {
		const answer = answers[name];
		if (answer === undefined) throw new EngineError("bad-request", name);
		return answer(params);
	};
	const inList = (trashed: boolean, kinds: readonly ItemKind[]): readonly Row[] =>
		rows.filter((row) => (row.trashed === 1) === trashed && kinds.includes(row.kind));
	const unused = (): never => {
		throw new EngineError("failed", "not in this engine");
	};

	return {
		ran,
		acted,
		jobs,
		get restarts() {
			return restarts;
		},
		setState: (next) => {
			state = next;
			for (const listener of stateListeners) listener(next);
		},
		setSaveState: (next) => {
			saving = next;
			for (const listener of saveListeners) listener(next);
		},
		answer: (more) => {
			answers = { ...answers, ...more };
		},
		answerActs: (more) => {
			actAnswers = { ...actAnswers, ...more };
		},
		act: async <Name extends ActionName>(name: Name, params: Actions[Name]["params"]) => {
			acted.push({ name, params });
			return (actAnswers[name]?.(params) ?? {}) as Actions[Name]["result"];
		},
		run: async (commands) => {
			ran.push(commands);
			return { ids: commands.map((command) => ("id" in command && command.id !== undefined ? command.id : "a".repeat(26))) };
		},
		ask: async (name, params) => ask(name, params),
		watch: (name, params, onResult, onError) => {
			queueMicrotask(() => {
				try {
					onResult(ask(name, params));
				} catch (error) {
					onError?.(error instanceof EngineError ? error : new EngineError("failed", String(error)));
				}
			});
			return () => undefined;
		},
		list: (spec, onChange) => {
			const found = inList(spec.trashed === true, spec.kinds).filter(
				(row) =>
					(spec.space === undefined || row.space === spec.space) &&
					(spec.toRead !== true || row.detail.of !== "bookmark" || row.detail.toRead),
			);
			queueMicrotask(() => onChange({ total: found.length, revision: 1 }));
			return {
				rows: async (start, end) => found.slice(start, end),
				ids: async (): Promise<readonly ItemId[]> => found.map((row) => row.id),
				close: () => undefined,
			};
		},
		openText: unused,
		here: () => undefined,
		job: (name, params) => {
			const listeners = new Set<(progress: JobProgress) => void>();
			const settle: { resolve(value: unknown): void; reject(error: unknown): void } = { resolve: unused, reject: unused };
			const finished = new Promise<never>((resolve, reject) => {
				settle.resolve = resolve as (value: unknown) => void;
				settle.reject = reject;
			});
			let cancelled = false;
			jobs.push({
				name,
				params,
				get cancelled() {
					return cancelled;
				},
				progress: (progress) => {
					for (const listener of listeners) listener(progress);
				},
				finish: (result) => settle.resolve(result),
				fail: (error) => settle.reject(error),
			});
			return {
				finished,
				onProgress: (listener) => {
					listeners.add(listener);
					return () => listeners.delete(listener);
				},
				cancel: () => {
					cancelled = true;
					settle.reject(new EngineError("cancelled", "cancelled"));
				},
			};
		},
		readBlob: unused,
		state: () => state,
		onState: (listener) => {
			stateListeners.add(listener);
			return () => stateListeners.delete(listener);
		},
		saveState: () => saving,
		onSaveState: (listener) => {
			saveListeners.add(listener);
			return () => saveListeners.delete(listener);
		},
		restart: () => {
			restarts += 1;
		},
	};
}
