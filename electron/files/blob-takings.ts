import type { BlobHash } from "../../shared/host";

/** Who has put a blob since the store was opened, so that nobody removes what somebody else relies on. One after the other for each blob. */
export interface Takings {
	/** Puts or finds the blob; it counts as taken when `put` gives something, and before anybody else has a turn. */
	take<Result extends { readonly isNew: boolean } | null>(hash: BlobHash, put: () => Promise<Result>): Promise<Result>;
	/** Takes back one taking; `remove` is called when it was the last, and the first had made the blob: what was there before may be in use since long ago. */
	giveBack(hash: BlobHash, remove: () => Promise<void>): Promise<void>;
	/** Works while nobody can take the blob; does nothing when somebody has. */
	whileUntaken(hash: BlobHash, work: () => Promise<void>): Promise<void>;
	isTaken(hash: BlobHash): boolean;
}

export function createTakings(): Takings {
	const taken = new Map<BlobHash, { count: number; readonly madeHere: boolean }>();
	const turns = new Map<BlobHash, Promise<void>>();

	function inTurn<Result>(hash: BlobHash, work: () => Promise<Result>): Promise<Result> {
		const mine = (turns.get(hash) ?? Promise.resolve()).then(work);
		const ended = mine.then(
			() => undefined,
			() => undefined,
		);
		turns.set(hash, ended);
		void ended.then(() => {
			if (turns.get(hash) === ended) turns.delete(hash);
		});
		return mine;
	}

	return {
		take: (hash, put) =>
			inTurn(hash, async () => {
				const result = await put();
				const known = taken.get(hash);
				if (known !== undefined && result !== null) known.count++;
				else if (result !== null) taken.set(hash, { count: 1, madeHere: result.isNew });
				return result;
			}),
		giveBack: (hash, remove) =>
			inTurn(hash, async () => {
				const known = taken.get(hash);
				if (known === undefined) return;
				known.count--;
				if (known.count > 0) return;
				taken.delete(hash);
				if (known.madeHere) await remove();
			}),
		whileUntaken: (hash, work) => inTurn(hash, async () => (taken.has(hash) ? undefined : work())),
		isTaken: (hash) => taken.has(hash),
	};
}
