import { lineEnd } from "./lines";
import type { OpaqueRange } from "./opaque";

/** Calls back for every line that does not begin inside an opaque range. */
export function eachVisibleLine(text: string, opaque: readonly OpaqueRange[], visit: (from: number, end: number) => void): void {
	let next = 0;
	let at = 0;
	while (at < text.length) {
		const end = lineEnd(text, at);
		for (let range = opaque[next]; range !== undefined && range.to <= at; range = opaque[next]) next++;
		const range = opaque[next];
		const beginsInside = range !== undefined && range.from <= at && range.kind !== "span";
		const continuesInside = range !== undefined && range.from < at;
		if (!beginsInside && !continuesInside) visit(at, end);
		at = end + 1;
	}
}
