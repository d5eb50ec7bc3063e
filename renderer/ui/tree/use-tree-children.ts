/** Keeps the children of the top and of every open entry up to date. */
import { useEffect, useRef, useState } from "react";
import type { TreeChildren, TreeSource } from "./tree-source";

const LOADING: TreeChildren = { is: "loading" };

/** What is known of the tree: grows when entries are opened, and follows every change the source tells. */
export function useTreeChildren(source: TreeSource, expanded: ReadonlySet<string>): ReadonlyMap<string | null, TreeChildren> {
	const [known, setKnown] = useState<ReadonlyMap<string | null, TreeChildren>>(() => new Map([[null, LOADING]]));
	const watching = useRef({ source, stops: new Map<string | null, () => void>() });

	useEffect(() => {
		const { stops } = watching.current;
		if (watching.current.source !== source) {
			for (const stop of stops.values()) stop();
			stops.clear();
			watching.current.source = source;
		}
		const wanted = new Set<string | null>([null, ...expanded]);
		for (const [parent, stop] of stops) {
			if (wanted.has(parent)) continue;
			stop();
			stops.delete(parent);
		}
		for (const parent of wanted) {
			if (stops.has(parent)) continue;
			// Taken first, so that an answer that comes at once finds its place.
			stops.set(parent, () => {});
			stops.set(
				parent,
				source.watch(parent, (children) => {
					// While an answer is on its way again, the children known so far stay.
					setKnown((now) => (children.is === "loading" && now.get(parent)?.is === "ready" ? now : new Map(now).set(parent, children)));
				}),
			);
		}
	}, [source, expanded]);

	useEffect(() => {
		const { stops } = watching.current;
		return () => {
			for (const stop of stops.values()) stop();
			stops.clear();
		};
	}, []);

	return known;
}
