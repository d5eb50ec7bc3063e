/** The lab's worker: runs one experiment at a time. */
import { automergeLoad, automergeReplay } from "./automerge";
import { bulkAdd } from "./bulk-add";
import type { Experiment, ExperimentName } from "./experiments";
import { fullTextTable } from "./full-text-table";
import { miniSearch } from "./minisearch";
import { yjsReplay } from "./yjs";

const experiments: { readonly [Name in ExperimentName]: Experiment<Name> } = {
	"bulk-add": bulkAdd,
	"automerge-load": automergeLoad,
	"automerge-replay": automergeReplay,
	"yjs-replay": yjsReplay,
	minisearch: miniSearch,
	"full-text-table": fullTextTable,
};

self.onmessage = ({ data }: MessageEvent<{ name: ExperimentName; params: never }>) => {
	(experiments[data.name] as (params: never) => Promise<unknown>)(data.params).then(
		(result) => self.postMessage({ result }),
		(error: unknown) => self.postMessage({ error: String(error) }),
	);
};
