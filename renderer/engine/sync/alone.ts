/** For a book that meets nobody: lines that lead nowhere, and a memory that is gone with the process. */
import { HostError } from "../errors";
import type { SyncOutside } from "./engine-sync";
import type { SyncStore } from "./ports";

export function memoryStore(): SyncStore {
	const values = new Map<string, unknown>();
	return {
		get: (key) => values.get(key),
		all: (prefix) => [...values].filter(([key]) => key.startsWith(prefix)).map(([key, value]) => ({ key, value })),
		async set(key, value) {
			values.set(key, structuredClone(value));
		},
		close: () => undefined,
	};
}

export function alone(): SyncOutside {
	return {
		lines: {
			open: async () => {
				throw new HostError("unreachable", "this book meets nobody");
			},
			listen: async () => null,
			onCall: () => undefined,
			onFound: () => undefined,
		},
		openStore: async () => memoryStore(),
		onOnline: () => () => undefined,
	};
}
