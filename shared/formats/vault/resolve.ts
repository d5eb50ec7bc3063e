/** What a link written in a page means, among the pages and files that are exported. */
import type { ItemId, ItemLink, Row } from "../../model/item";
import { nameKey } from "../../model/names";

export type Resolve = (link: ItemLink, from: Row) => Row | null;

/**
 * Makes a resolver. A target with folders means what lies in such folders; among several of one name the one in the same
 * place as the linking page is meant, then the oldest. An alias means its page where no page has that name.
 */
export function makeResolver(rows: readonly Row[], pathOf: (row: Row) => readonly string[]): Resolve {
	const byName = new Map<string, Row[]>();
	const byAlias = new Map<string, Row[]>();
	const put = (map: Map<string, Row[]>, key: string, row: Row) => {
		const known = map.get(key);
		if (known === undefined) map.set(key, [row]);
		else known.push(row);
	};
	for (const row of rows) {
		put(byName, row.key, row);
		if (row.detail.of === "page") for (const alias of row.detail.aliases) put(byAlias, nameKey(alias), row);
	}
	for (const list of [...byName.values(), ...byAlias.values()]) list.sort(oldestFirst);
	return (link, from) => {
		const named = byName.get(link.key) ?? [];
		const folders = foldersOf(link.target);
		const inPlace = folders.length === 0 ? named : named.filter((row) => endsWith(pathOf(row), folders));
		return nearest(inPlace, from) ?? nearest(byAlias.get(link.key) ?? [], from) ?? nearest(named, from);
	};
}

/** Pages before folders of the same name, as a folder has nothing to read. */
function oldestFirst(a: Row, b: Row): number {
	return (
		folderRank(a) - folderRank(b) || a.created - b.created || (a.order < b.order ? -1 : a.order > b.order ? 1 : 0) || compare(a.id, b.id)
	);
}

function folderRank(row: Row): number {
	return row.detail.of === "page" && row.detail.folder ? 1 : 0;
}

function compare(a: ItemId, b: ItemId): number {
	return a < b ? -1 : a > b ? 1 : 0;
}

function nearest(rows: readonly Row[], from: Row): Row | null {
	return rows.find((row) => row.parent === from.parent) ?? rows[0] ?? null;
}

/** The keys of the folders in a target, without its last segment and without `.` and `..`. */
export function foldersOf(target: string): string[] {
	const segments = target.split("/").slice(0, -1);
	return segments.filter((segment) => segment !== "" && segment !== "." && segment !== "..").map(nameKey);
}

export function endsWith(path: readonly string[], folders: readonly string[]): boolean {
	if (folders.length > path.length) return false;
	return folders.every((folder, position) => path[path.length - folders.length + position] === folder);
}
