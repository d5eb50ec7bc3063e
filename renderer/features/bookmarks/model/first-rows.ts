/** One look at a long list, without keeping it open. */
import type { Row } from "../../../../shared/model/item";
import type { Engine, ListSpec, LiveList } from "../../../engine/contract";

/** Opens the list, takes what is asked from it once it is there, and closes it. */
async function look<Result>(engine: Engine, spec: ListSpec, take: (list: LiveList, total: number) => Promise<Result>): Promise<Result> {
	let list: LiveList | null = null;
	try {
		const total = await new Promise<number>((resolve, reject) => {
			list = engine.list(spec, (state) => resolve(state.total), reject);
		});
		if (list === null) throw new Error("the list was not opened");
		return await take(list, total);
	} finally {
		(list as LiveList | null)?.close();
	}
}

/** All rows of a list; for lists that are known to be short. */
export function allRows(engine: Engine, spec: ListSpec): Promise<readonly Row[]> {
	return look(engine, spec, (list, total) => list.rows(0, total));
}

export function allIds(engine: Engine, spec: ListSpec): Promise<readonly string[]> {
	return look(engine, spec, (list) => list.ids());
}

/** The order key of the last bookmark or collection in a collection (null: at the top); null when there is none. */
export async function lastOrder(engine: Engine, kind: "bookmark" | "collection", parent: string | null): Promise<string | null> {
	const rows = await look(engine, { kinds: [kind], parent, sort: { by: "order", descending: true } }, (list) => list.rows(0, 1));
	return rows[0]?.order ?? null;
}
