/** What sync remembers, on IndexedDB. Losing it loses no change: only when whom was met, and which servers were chosen. */
import { Dexie, type EntityTable } from "dexie";
import type { SyncStore } from "./ports";

interface Kept {
	readonly key: string;
	readonly value: unknown;
}

class SyncDatabase extends Dexie {
	declare kept: EntityTable<Kept, "key">;

	constructor(name: string, options: ConstructorParameters<typeof Dexie>[1]) {
		super(name, options);
		this.version(1).stores({ kept: "key" });
	}
}

/** Opens the store of that name. `options` are for tests that bring their own IndexedDB. */
export async function openSyncStore(name: string, options: ConstructorParameters<typeof Dexie>[1] = {}): Promise<SyncStore> {
	const database = new SyncDatabase(name, options);
	const values = new Map((await database.kept.toArray()).map(({ key, value }) => [key, value]));
	return {
		get: (key) => values.get(key),
		all: (prefix) => [...values].filter(([key]) => key.startsWith(prefix)).map(([key, value]) => ({ key, value })),
		async set(key, value) {
			values.set(key, value);
			await database.kept.put({ key, value });
		},
		close: () => database.close(),
	};
}
