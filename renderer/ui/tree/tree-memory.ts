/** Which entries of which tree are open, for as long as the window lives. */
import { create } from "zustand";

interface TreeMemory {
	readonly expanded: Readonly<Record<string, ReadonlySet<string>>>;
	expand(tree: string, ids: readonly string[]): void;
	collapse(tree: string, id: string): void;
}

const NONE: ReadonlySet<string> = new Set();

export const useTreeMemory = create<TreeMemory>((set) => ({
	expanded: {},
	expand: (tree, ids) =>
		set(({ expanded }) => {
			const open = expanded[tree] ?? NONE;
			return ids.every((id) => open.has(id)) ? { expanded } : { expanded: { ...expanded, [tree]: new Set([...open, ...ids]) } };
		}),
	collapse: (tree, id) =>
		set(({ expanded }) => {
			const open = new Set(expanded[tree] ?? NONE);
			open.delete(id);
			return { expanded: { ...expanded, [tree]: open } };
		}),
}));

/** The open entries of one tree. */
export function useExpanded(tree: string): ReadonlySet<string> {
	return useTreeMemory(({ expanded }) => expanded[tree] ?? NONE);
}
