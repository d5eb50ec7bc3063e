/** The first rows of a list straight from the library's index, for the moment before all rows are loaded and ordered. */
import type { Row } from "../../../shared/model/item";
import type { ListSpec } from "../contract";
import type { Library } from "./library";

/** As many as a window asks for at once. */
const FIRST = 64;

export interface FirstRows {
	readonly rows: readonly Row[];
	/** How many the list has. */
	readonly total: number;
}

/** The first rows of a list, as `orderOf` would have them; null for a list that no index answers. */
export async function firstRows(spec: ListSpec, library: Pick<Library, "newest" | "count">): Promise<FirstRows | null> {
	if (!isNewestFirst(spec)) return null;
	const [newest, counts] = await Promise.all([
		Promise.all(spec.kinds.map((kind) => library.newest(kind, FIRST))),
		Promise.all(spec.kinds.map((kind) => library.count(kind))),
	]);
	const rows = newest.flat().sort((a, b) => b.updated - a.updated || (a.id < b.id ? -1 : 1));
	return { rows: rows.slice(0, FIRST), total: counts.reduce((sum, { kept }) => sum + kept, 0) };
}

function isNewestFirst({ sort, trashed, space, parent, tags, text, toRead, favourite }: ListSpec): boolean {
	const isWhole = trashed !== true && space === undefined && parent === undefined && toRead === undefined && favourite === undefined;
	return isWhole && (tags ?? []).length === 0 && (text ?? "").trim() === "" && sort.by === "updated" && sort.descending;
}
