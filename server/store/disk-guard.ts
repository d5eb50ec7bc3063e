import { statfs } from "node:fs/promises";

/** Milliseconds that a look at the disk counts. */
const FRESH_FOR = 500;

/** Whether a folder's disk has more than `reserve` bytes left: the embedded PostgreSQL cannot go on once its own log finds no room. */
export function createDiskGuard(folder: string, reserve: number, now: () => number): () => Promise<"disk-full" | null> {
	let looked: { readonly at: number; readonly answer: Promise<"disk-full" | null> } | null = null;
	return () => {
		if (looked === null || now() - looked.at > FRESH_FOR) {
			const answer = statfs(folder).then(({ bavail, bsize }) => (bavail * bsize < reserve ? ("disk-full" as const) : null));
			looked = { at: now(), answer };
		}
		return looked.answer;
	};
}
