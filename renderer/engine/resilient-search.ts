/** The search index as the engine uses it: opened at the first need, opened again when its process died. */
import { SearchError, type SearchIndex } from "./search/search-index";

/**
 * A search index that is opened when first asked. When it stops, `onLost` is told and the next call opens another. That
 * one may have less (what was on its way is gone, or all of it): it takes no batch until somebody has asked for its
 * checkpoint and so knows what to fill it with. A question that was being answered is asked once more.
 */
export function resilientSearch(
	open: () => Promise<SearchIndex>,
	onLost: (error: unknown) => void,
	onProblem: (error: unknown) => void,
): SearchIndex {
	let opened: Promise<SearchIndex> | null = null;
	let isUnsure = false;

	async function use<Result>(work: (index: SearchIndex) => Promise<Result>): Promise<Result> {
		opened ??= open();
		const mine = opened;
		let index: SearchIndex | null = null;
		try {
			index = await mine;
			return await work(index);
		} catch (error) {
			if (error instanceof SearchError && error.code === "failed") throw error;
			const isGone = !(error instanceof SearchError) || error.code === "stopped";
			const isFirstToTell = isGone && opened === mine;
			if (isFirstToTell) {
				opened = null;
				isUnsure = true;
			}
			if (isFirstToTell && index !== null) onLost(error);
			else onProblem(error);
			throw error;
		}
	}

	async function ask<Result>(work: (index: SearchIndex) => Promise<Result>): Promise<Result> {
		try {
			return await use(work);
		} catch (error) {
			if (error instanceof SearchError && error.code === "stopped") return use(work);
			throw error;
		}
	}

	return {
		apply: (batch) =>
			use((index) => {
				if (isUnsure) throw new SearchError("needs-rebuild", "this search index is another one than before");
				return index.apply(batch);
			}),
		checkpoint: () =>
			use(async (index) => {
				const checkpoint = await index.checkpoint();
				isUnsure = false;
				return checkpoint;
			}),
		search: (query, options) => ask((index) => index.search(query, options)),
		mentions: (phrase, limit) => ask((index) => index.mentions(phrase, limit)),
		clear: () =>
			use(async (index) => {
				await index.clear();
				isUnsure = false;
			}),
		state: () => use((index) => index.state()),
		close: async () => {
			if (opened !== null) await (await opened).close();
			opened = null;
		},
	};
}
