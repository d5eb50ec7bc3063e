/** MiniSearch alone, as its manual says for search as you type. */
import { type Experiment, readJson, type SearchedText } from "./experiments";
import { peerModules } from "./peer-modules";

const HITS = 20;

export const miniSearch: Experiment<"minisearch"> = async ({ file, typed }) => {
	const { MiniSearch } = await peerModules();
	const index = new MiniSearch({ fields: ["title", "tags", "text"], storeFields: ["title"] });
	index.addAll(await readJson<readonly SearchedText[]>(file));
	return typed.map((text) => {
		const started = performance.now();
		index.search(text, { prefix: true }).slice(0, HITS);
		return performance.now() - started;
	});
};
