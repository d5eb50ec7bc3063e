/** Answers requests with an index, in the order they come. */
import { SearchError, type SearchIndex } from "../search-index";
import type { IndexReply, IndexRequest } from "./messages";

/** Gives the function that takes each request. Until `opening` is done they wait; when it fails, each gets its failure. */
export function serveIndex(opening: Promise<SearchIndex>, send: (reply: IndexReply) => void): (request: IndexRequest) => void {
	let before: Promise<void> = opening.then(
		() => undefined,
		() => undefined,
	);
	return (request) => {
		before = before.then(async () => {
			try {
				const index = await opening;
				// The arguments belong to the method of this name: both ends share its type.
				const method = index[request.call] as (...args: readonly unknown[]) => Promise<unknown>;
				send({ id: request.id, ok: true, value: await method.apply(index, [...request.args]) });
			} catch (error) {
				const code = error instanceof SearchError ? error.code : "stopped";
				send({ id: request.id, ok: false, code, message: error instanceof Error ? error.message : String(error) });
			}
		});
	};
}
