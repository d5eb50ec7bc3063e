/** What is asked of the log on IndexedDB. */
import { Dexie } from "dexie";
import type { ItemId } from "../../../shared/model/item";
import { asEntry, type LogDatabase, resultOf, walkKeys } from "./log-database";
import type { LogEntry, LogStore, NewLogEntry, Quarantined } from "./log-store";

type Reading = Pick<
	LogStore,
	| "positionsOf"
	| "at"
	| "after"
	| "ofSpace"
	| "countOf"
	| "statements"
	| "unopened"
	| "aside"
	| "late"
	| "restedOn"
	| "positions"
	| "unseen"
	| "lastSeq"
	| "lastOf"
	| "known"
	| "numbersOf"
	| "considered"
	| "outside"
	| "allOutside"
	| "byIds"
	| "lastOfSpace"
	| "quarantined"
>;

export function readingOf(database: LogDatabase): Reading {
	const { envelopes, outside, quarantine } = database;
	const devicesIn = (space: string): [[string, string], [string, string]] => [
		[space, ""],
		[space, "g"],
	];

	async function ofSpace(space: string, after: number, limit: number): Promise<readonly LogEntry[]> {
		return database.transaction("r", envelopes, async ({ idbtrans }) => {
			const seqs: number[] = [];
			const index = idbtrans.objectStore("envelopes").index("space");
			await walkKeys(index, only(space), { key: space, primaryKey: after + 1 }, (_, seq) => seqs.push(Number(seq)) < limit);
			return (await envelopes.bulkGet(seqs)).filter((entry) => entry !== undefined).map(asEntry);
		});
	}

	const only = (key: string): IDBKeyRange => database.keyRange.only(key);

	return {
		positionsOf: async (item, after) => {
			const seqs = await envelopes.where("items").equals(item).primaryKeys();
			return seqs.filter((seq) => seq > after).sort((a, b) => a - b);
		},
		at: async (seqs) => (await envelopes.bulkGet([...seqs])).filter((entry) => entry !== undefined).map(asEntry),
		after: async (seq, limit) => (await envelopes.where("seq").above(seq).limit(limit).toArray()).map(asEntry),
		ofSpace,
		countOf: (space, after) =>
			database.transaction("r", envelopes, async ({ idbtrans }) => {
				const seqs = await resultOf(idbtrans.objectStore("envelopes").index("space").getAllKeys(only(space)));
				return seqs.reduce<number>((count, seq) => (Number(seq) > after ? count + 1 : count), 0);
			}),
		statements: async () => (await envelopes.where("lane").equals("membership").toArray()).map(asEntry),
		unopened: async (space) =>
			(await (space === null ? envelopes.orderBy("unopened") : envelopes.where("unopened").equals(space)).toArray()).map(asEntry),
		aside: async () => (await envelopes.orderBy("aside").toArray()).map(asEntry).sort((one, other) => one.seq - other.seq),
		late: async (space) =>
			(await (space === null ? envelopes.orderBy("late") : envelopes.where("late").equals(space)).toArray()).map(asEntry),
		restedOn: async (space) => (await envelopes.where("restedOn").equals(space).toArray()).map(asEntry),
		positions: () =>
			database.transaction("r", envelopes, async ({ idbtrans }) => {
				const found = new Map<ItemId, number[]>();
				await walkKeys(idbtrans.objectStore("envelopes").index("items"), null, null, (item, seq) => {
					const seqs = found.get(String(item));
					if (seqs === undefined) found.set(String(item), [Number(seq)]);
					else seqs.push(Number(seq));
					return true;
				});
				return found;
			}),
		unseen: (items) =>
			database.transaction("r", envelopes, async ({ idbtrans }) => {
				const index = idbtrans.objectStore("envelopes").index("items");
				const counts = await Promise.all(items.map((item) => resultOf(index.count(item))));
				return new Set(items.filter((_, at) => counts[at] === 0));
			}),
		lastSeq: async () => Number((await envelopes.orderBy("seq").lastKey()) ?? 0),
		async lastOf(space, device) {
			const range = [
				[space, device, Dexie.minKey],
				[space, device, Dexie.maxKey],
			] as const;
			const index = "[space+device+number]";
			const [kept, aside] = await Promise.all([
				envelopes
					.where(index)
					.between(...range)
					.last(),
				quarantine
					.where(index)
					.between(...range)
					.last(),
			]);
			return (aside?.number ?? 0) > (kept?.number ?? 0) ? (aside ?? null) : (kept ?? null);
		},
		known: (ids) =>
			database.transaction("r", envelopes, outside, quarantine, async ({ idbtrans }) => {
				const wanted = [...ids];
				const beside = [idbtrans.objectStore("outside"), idbtrans.objectStore("quarantine")];
				const sizes = await Promise.all(beside.map((store) => resultOf(store.count())));
				// Asked for all at once: a walk from one id to the next waits for every answer.
				const places = [idbtrans.objectStore("envelopes").index("id"), ...beside.filter((_, at) => sizes[at] !== 0)];
				const counts = await Promise.all(places.map((place) => Promise.all(wanted.map((id) => resultOf(place.count(id))))));
				return new Set(wanted.filter((_, at) => counts.some((found) => found[at] !== 0)));
			}),
		async numbersOf(space) {
			const numbers = new Map<string, number>();
			const range = devicesIn(space);
			const keys = [
				...(await envelopes
					.where("[space+device+number]")
					.between(...range)
					.keys()),
				...(await quarantine
					.where("[space+device+number]")
					.between(...range)
					.keys()),
			];
			for (const key of keys) {
				const [, device, number] = key as unknown as [string, string, number];
				numbers.set(device, Math.max(number, numbers.get(device) ?? 0));
			}
			return numbers;
		},
		async considered(id) {
			const kept = (await envelopes.where("id").equals(id).first()) ?? (await quarantine.get(id));
			return kept === undefined ? null : asEntry<NewLogEntry>(kept);
		},
		outside: (space, is) => outside.where("[space+is]").equals([space, is]).toArray(),
		allOutside: () => outside.toArray(),
		async byIds(ids) {
			const found = await envelopes
				.where("id")
				.anyOf([...ids])
				.toArray();
			const byId = new Map(found.map((entry) => [entry.id, entry]));
			return ids.flatMap((id) => byId.get(id) ?? []).map(asEntry);
		},
		lastOfSpace: (space) =>
			database.transaction("r", envelopes, async ({ idbtrans }) => {
				const request = idbtrans.objectStore("envelopes").index("space").openKeyCursor(only(space), "prev");
				return Number((await resultOf(request))?.primaryKey ?? 0);
			}),
		quarantined: async () => (await quarantine.toArray()).map((entry) => asEntry<Quarantined>(entry)),
	};
}
