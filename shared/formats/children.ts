/** What lies where, for exporters that walk from the top down. */
import type { Row } from "../model/item";

/** Children by parent ("" at the top), in their order; what lies in something that is not among `containers` lies at the top. */
export function childrenByParent(
	containers: readonly Row[],
	others: readonly Row[],
	compare: (a: Row, b: Row) => number = byOrder,
): Map<string, Row[]> {
	const known = new Set(containers.map((row) => row.id));
	const children = new Map<string, Row[]>();
	for (const row of [...containers, ...others]) {
		const parent = row.parent !== "" && known.has(row.parent) ? row.parent : "";
		const siblings = children.get(parent);
		if (siblings === undefined) children.set(parent, [row]);
		else siblings.push(row);
	}
	for (const siblings of children.values()) siblings.sort(compare);
	return children;
}

/** By order key; ties by id, so that an order never depends on chance. */
export function byOrder(a: Row, b: Row): number {
	if (a.order !== b.order) return a.order < b.order ? -1 : 1;
	return a.id < b.id ? -1 : a.id > b.id ? 1 : 0;
}
