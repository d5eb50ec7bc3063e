/** A tree whose entries are all known already, as a source. */
import { useEffect, useMemo, useRef } from "react";
import type { TreeChildren, TreeEntry, TreeSource } from "./tree-source";

/** Entries by parent (null: the top); undefined while they are on their way. The source stays the same while they change. */
export type KnownEntries = ReadonlyMap<string | null, readonly TreeEntry[]> | undefined;

export function useKnownSource(entries: KnownEntries): TreeSource {
	const latest = useRef(entries);
	const listeners = useRef(new Map<(children: TreeChildren) => void, string | null>());

	const source = useMemo<TreeSource>(
		() => ({
			watch(parent, tell) {
				listeners.current.set(tell, parent);
				tell(childrenOf(latest.current, parent));
				return () => listeners.current.delete(tell);
			},
		}),
		[],
	);
	useEffect(() => {
		latest.current = entries;
		for (const [tell, parent] of listeners.current) tell(childrenOf(entries, parent));
	}, [entries]);
	return source;
}

function childrenOf(entries: KnownEntries, parent: string | null): TreeChildren {
	return entries === undefined ? { is: "loading" } : { is: "ready", entries: entries.get(parent) ?? [] };
}
