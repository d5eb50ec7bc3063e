/** Which bytes a request wants: all, some, or some that do not exist. */
export type ByteRange =
	| { readonly wants: "all" }
	| { readonly wants: "some"; readonly start: number; readonly end: number }
	| { readonly wants: "impossible" };

/** Reads a `Range` header with one range; several at once, or none that can be read, mean the whole file. */
export function readByteRange(header: string | null, size: number): ByteRange {
	const match = /^bytes=(\d{0,15})-(\d{0,15})$/.exec(header ?? "");
	if (match === null) return { wants: "all" };
	const [, first = "", last = ""] = match;
	if (first === "" && last === "") return { wants: "all" };
	if (first === "") return some(Math.max(0, size - Number(last)), size - 1, size);
	return some(Number(first), last === "" ? size - 1 : Math.min(Number(last), size - 1), size);
}

function some(start: number, end: number, size: number): ByteRange {
	return start >= size || start > end ? { wants: "impossible" } : { wants: "some", start, end };
}
