/** Opens what hides the selected entry, and scrolls to it when the selection came from elsewhere. */
import { useEffect, useRef } from "react";
import { useTreeMemory } from "./tree-memory";
import { lineOf, type TreeLine } from "./visible-lines";

interface KeptInView {
	readonly name: string;
	readonly selected: string | null;
	readonly reveal: readonly string[] | undefined;
	readonly lines: readonly TreeLine[];
	show(index: number): void;
}

export function useKeptInView({ name, selected, reveal, lines, show }: KeptInView): void {
	const shown = useRef<string | null>(null);
	const path = (reveal ?? []).join("/");

	useEffect(() => {
		if (path !== "") useTreeMemory.getState().expand(name, path.split("/"));
	}, [name, path]);

	useEffect(() => {
		if (selected === null || shown.current === selected) return;
		const index = lineOf(lines, selected);
		// Its line may come later, when its parents have been read.
		if (index < 0) return;
		shown.current = selected;
		show(index);
	}, [selected, lines, show]);
}
