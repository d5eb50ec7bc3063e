/** An engine in memory for tests of what is shown: the real models and the real order of lists, without log and worker. */

import {
	type Command,
	type Engine,
	EngineError,
	type EngineState,
	type ListSpec,
	type ListState,
	type Queries,
	type QueryName,
	type SaveState,
} from "../../renderer/engine/contract";
import { orderOf } from "../../renderer/engine/library/live-lists";
import { projectDocument } from "../../renderer/engine/library/projection";
import type { ActionName, Actions } from "../../renderer/engine/spaces-contract";
import { newItemId } from "../../shared/model/ids";
import { CommandRefused, type Draft, type ItemId, type ItemKind, type Row } from "../../shared/model/item";
import { commandOf, models } from "../../shared/model/registry";

export interface MemoryEngine extends Engine {
	/** Everything that was asked to be run, call by call. */
	readonly ran: (readonly Command[])[];
	/** The row now, trashed or not. */
	row(id: ItemId): Row;
	rowsOf(kind: ItemKind): readonly Row[];
	/** From now on commands fail like this; null: no longer. */
	failWith(error: EngineError | null): void;
	/** Makes an item without a word; gives its id. */
	add(kind: ItemKind, fields: Readonly<Record<string, unknown>>): ItemId;
}

const READY: EngineState = { is: "ready" };
const SAVED: SaveState = { pending: 0, lastSaved: null, problem: null };

export const freshId = (): ItemId => newItemId((bytes) => crypto.getRandomValues(bytes));

export function memoryEngine(): MemoryEngine {
	const documents = new Map<ItemId, Draft>();
	const listeners = new Set<() => void>();
	const ran: (readonly Command[])[] = [];
	let failure: EngineError | null = null;
	let clock = 1_700_000_000_000;

	const rowFrom = (id: ItemId, document: Draft): Row => {
		const projection = projectDocument(id, "private", document, clock);
		if (projection === null) throw new Error(`no model for ${id}`);
		return projection.row;
	};
	const row = (id: ItemId): Row => {
		const document = documents.get(id);
		if (document === undefined) throw new EngineError("not-found", id);
		return rowFrom(id, document);
	};
	const all = (): readonly Row[] => [...documents].map(([id, document]) => rowFrom(id, document));
	const rowsOf = (kind: ItemKind): readonly Row[] => all().filter((found) => found.kind === kind && found.trashed === 0);

	const create = (kind: ItemKind, id: ItemId, input: Readonly<Record<string, unknown>>): void => {
		const { tags, ...fields } = models[kind].make(input, clock);
		documents.set(id, { ...fields, tags: Object.fromEntries(tags.map((tag) => [tag, true])) });
	};
	const apply = (command: Command): ItemId => {
		if ("kind" in command) {
			const id = command.id ?? freshId();
			create(command.kind, id, command.fields);
			return id;
		}
		const draft = documents.get(command.id);
		if (draft === undefined) throw new EngineError("not-found", command.id);
		const known = commandOf(rowFrom(command.id, draft).kind, command.do);
		if (known === null) throw new EngineError("bad-request", command.do);
		known.apply(draft, known.params.parse(command.params ?? {}));
		return command.id;
	};
	const tell = (): void => {
		clock += 1000;
		for (const listener of [...listeners]) listener();
	};

	const answers: { readonly [Name in QueryName]?: (params: Queries[Name]["params"]) => Queries[Name]["result"] } = {
		item: ({ id }) => (documents.has(id) ? row(id) : null),
		items: ({ ids }) => ids.filter((id) => documents.has(id)).map(row),
		text: ({ id }) => {
			const note = documents.get(id)?.note;
			return note === undefined ? null : String(note);
		},
		tags: ({ kinds }) => {
			const counts = new Map<string, number>();
			for (const found of all()) {
				if (found.trashed === 0 && (kinds ?? [found.kind]).includes(found.kind))
					for (const tag of found.tags) counts.set(tag, (counts.get(tag) ?? 0) + 1);
			}
			return [...counts].map(([tag, count]) => ({ tag, count }));
		},
		childCounts: ({ kind }) => {
			const counts: Record<string, number> = {};
			for (const found of rowsOf(kind)) counts[found.parent] = (counts[found.parent] ?? 0) + 1;
			return counts;
		},
		byKey: ({ kind, key }) => rowsOf(kind).filter((found) => found.key === key),
		duplicates: ({ kind }) => {
			const groups = new Map<string, Row[]>();
			for (const found of rowsOf(kind)) groups.set(found.key, [...(groups.get(found.key) ?? []), found]);
			return [...groups.values()].filter((group) => group.length > 1);
		},
		backlinks: () => [],
		newest: ({ kinds, limit }) => kinds.flatMap(rowsOf).slice(0, limit),
		favourites: ({ limit }) =>
			all()
				.filter((found) => found.favourite === 1)
				.slice(0, limit),
		counts: () => ({
			page: rowsOf("page").length,
			bookmark: rowsOf("bookmark").length,
			collection: rowsOf("collection").length,
			file: rowsOf("file").length,
			cv: rowsOf("cv").length,
			trashed: all().filter((found) => found.trashed === 1).length,
		}),
	};
	const ask = <Name extends QueryName>(name: Name, params: Queries[Name]["params"]): Queries[Name]["result"] => {
		const answer = answers[name];
		if (answer === undefined) throw new EngineError("bad-request", name);
		return answer(params);
	};

	const order = (spec: ListSpec): readonly ItemId[] => {
		const kinds = spec.kinds.map((kind) => {
			const rows = new Map(
				all()
					.filter((found) => found.kind === kind)
					.map((found) => [found.id, found]),
			);
			return [kind, { rows, children: new Map() }] as const;
		});
		const below = new Set(spec.deep === true && spec.parent ? [spec.parent] : []);
		for (const parent of below) for (const found of all()) if (found.kind === "collection" && found.parent === parent) below.add(found.id);
		return orderOf(spec, kinds, below.size === 0 ? null : below);
	};

	const unused = (): never => {
		throw new EngineError("failed", "not in this engine");
	};
	return {
		ran,
		row,
		rowsOf,
		act: async <Name extends ActionName>(name: Name) => (name === "new-id" ? { id: freshId() } : unused()) as Actions[Name]["result"],
		failWith: (error) => {
			failure = error;
		},
		add: (kind, fields) => {
			const id = freshId();
			create(kind, id, fields);
			return id;
		},
		run: async (commands) => {
			if (failure !== null) throw failure;
			// All or nothing: the documents as they were come back when one command is refused.
			const before = new Map([...documents].map(([id, draft]) => [id, { ...draft, tags: { ...(draft.tags as object) } }]));
			try {
				const ids = commands.map(apply);
				ran.push(commands);
				tell();
				return { ids };
			} catch (error) {
				documents.clear();
				for (const [id, draft] of before) documents.set(id, draft);
				throw error instanceof CommandRefused ? new EngineError("refused", error.message, error.code) : error;
			}
		},
		ask: async (name, params) => ask(name, params),
		watch: (name, params, onResult, onError) => {
			const listener = (): void => {
				if (answers[name] === undefined) onError?.(new EngineError("bad-request", name));
				else onResult(ask(name, params));
			};
			listeners.add(listener);
			queueMicrotask(listener);
			return () => listeners.delete(listener);
		},
		list: (spec, onChange) => {
			let revision = 0;
			const listener = (): void => {
				revision += 1;
				onChange({ total: order(spec).length, revision } satisfies ListState);
			};
			listeners.add(listener);
			queueMicrotask(listener);
			return {
				rows: async (start, end) => order(spec).slice(start, end).map(row),
				ids: async () => order(spec),
				close: () => listeners.delete(listener),
			};
		},
		openText: unused,
		here: () => undefined,
		job: unused,
		readBlob: unused,
		state: () => READY,
		onState: () => () => undefined,
		saveState: () => SAVED,
		onSaveState: () => () => undefined,
		restart: unused,
	};
}
