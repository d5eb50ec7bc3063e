/**
 * A log that remembers which envelopes it was asked for and does not have: who lists what others have asks for all of it, and
 * whoever takes it in a moment later asks once more.
 */
import type { LogChange, LogStore } from "./log-store";

/** Ids that are remembered: those that were asked for last. */
const MOST_IDS = 8192;

/** The same log. `mostIds` is for tests. */
export function rememberingAbsent(log: LogStore, mostIds = MOST_IDS): LogStore {
	const absent = new Set<string>();
	/** For each question that is being answered, what is written meanwhile. */
	const asking = new Set<Set<string>>();

	function written(ids: Iterable<string>): void {
		for (const id of ids) {
			absent.delete(id);
			for (const meanwhile of asking) meanwhile.add(id);
		}
	}

	/** What is asked while it is being written may be answered either way: neither answer is remembered. */
	async function writing<Result>(ids: readonly string[], write: () => Promise<Result>): Promise<Result> {
		written(ids);
		try {
			return await write();
		} finally {
			written(ids);
		}
	}

	async function ask(ids: readonly string[]): Promise<ReadonlySet<string>> {
		const meanwhile = new Set<string>();
		asking.add(meanwhile);
		try {
			const known = await log.known(ids);
			for (const id of ids) if (!known.has(id) && !meanwhile.has(id)) absent.add(id);
			for (const id of absent) {
				if (absent.size <= mostIds) break;
				absent.delete(id);
			}
			return known;
		} finally {
			asking.delete(meanwhile);
		}
	}

	return {
		...log,
		async known(ids) {
			const open = ids.filter((id) => !absent.has(id));
			return open.length === 0 ? new Set() : ask(open);
		},
		append: (entries) =>
			writing(
				entries.map(({ id }) => id),
				() => log.append(entries),
			),
		change: (change) => writing(idsOf(change), () => log.change(change)),
	};
}

function idsOf({ add = [], setOutside = [], quarantine = [] }: LogChange): readonly string[] {
	return [...add, ...setOutside, ...quarantine].map(({ id }) => id);
}
