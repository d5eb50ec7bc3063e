/** All collections, live. There are few of them, even where there are 100,000 bookmarks. */
import { useEffect, useMemo, useState } from "react";
import type { Row } from "../../../../shared/model/item";
import type { EngineError, ListSpec } from "../../../engine/contract";
import { useEngine } from "../../../ui";
import { type CollectionForest, type CollectionRow, collectionForest } from "./collection-forest";

export type Collections =
	| { readonly state: "loading"; readonly forest: undefined }
	| { readonly state: "ready"; readonly forest: CollectionForest }
	| { readonly state: "failed"; readonly forest: undefined; readonly error: EngineError };

const ALL: ListSpec = { kinds: ["collection"], sort: { by: "order", descending: false } };
const LOADING: Collections = { state: "loading", forest: undefined };

export function useCollections(): Collections {
	const engine = useEngine();
	const [rows, setRows] = useState<readonly CollectionRow[] | EngineError | null>(null);
	useEffect(() => {
		let open = true;
		const tell = (answer: readonly CollectionRow[] | EngineError): void => {
			if (open) setRows(answer);
		};
		let newest = 0;
		const list = engine.list(
			ALL,
			({ total, revision }) => {
				newest = revision;
				// Told while the list is being opened as well, when there is no list yet to ask.
				void Promise.resolve()
					.then(() => list.rows(0, total))
					.then((found) => revision === newest && tell(collectionsIn(found)))
					// The list tells its own failure; what is shown stays until then.
					.catch(() => undefined);
			},
			tell,
		);
		return () => {
			open = false;
			list.close();
		};
	}, [engine]);
	return useMemo(() => {
		if (rows === null) return LOADING;
		return isRows(rows) ? { state: "ready", forest: collectionForest(rows) } : { state: "failed", forest: undefined, error: rows };
	}, [rows]);
}

function isRows(answer: readonly CollectionRow[] | EngineError): answer is readonly CollectionRow[] {
	return Array.isArray(answer);
}

function collectionsIn(rows: readonly Row[]): readonly CollectionRow[] {
	return rows.flatMap((row) => (row.detail.of === "collection" ? [{ ...row, detail: row.detail }] : []));
}
