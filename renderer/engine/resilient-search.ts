/** The search index as the engine uses it: opened at the first need, opened again when its process died. */
import { SearchError, type SearchIndex } from "./search/search-index";

/** A search index that is opened when first asked. After `stopped` the next call opens another. */
export function resilientSearch(open: () => Promise<SearchIndex>, onProblem: (error: unknown) => void): SearchIndex {
	let opened: Promise<SearchIndex> | null = null;

	async function use<Result>(work: (index: SearchIndex) => Promise<Result>): Promise<Result> {
		opened ??= open();
		const mine = opened;
		try {
			return await work(await mine);
		} catch (error) {
			if (error instanceof SearchError && error.code === "failed") throw error;
			if (!(error instanceof SearchError) || error.code === "stopped") {
				if (opened === mine) opened = null;
			}
			onProblem(error);
			throw error;
		}
	}

	return {
		apply: (batch) => use((index) => index.apply(batch)),
		checkpoint: () => use((index) => index.checkpoint()),
		search: (query, options) => use((index) => index.search(query, options)),
		mentions: (phrase, limit) => use((index) => index.mentions(phrase, limit)),
		clear: () => use((index) => index.clear()),
		state: () => use((index) => index.state()),
		close: async () => {
			if (opened !== null) await (await opened).close();
			opened = null;
		},
	};
}
