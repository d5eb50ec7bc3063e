/** What can be done with pages, as commands for the engine. Nothing here draws. */

import type { ItemId, Row } from "../../../../shared/model/item";
import { nameKey } from "../../../../shared/model/names";
import type { Command, Engine } from "../../../engine/contract";
import { makeIn } from "../../../ui/spaces/make-in";
import { placeAmong } from "../../../ui/tree/place-among";

type Asks = Pick<Engine, "ask">;

const NEW = "new";

/** A new page, last among its siblings. */
export async function createPage(
	engine: Asks,
	fields: { readonly title: string; readonly parent: ItemId | null; readonly body?: string },
	space: string | null = null,
): Promise<Command[]> {
	const siblings = await engine.ask("children", { kind: "page", parent: fields.parent, ...(space === null ? {} : { space }) });
	const places = placeAmong(siblings, [NEW], null);
	const order = places.find(({ id }) => id === NEW)?.order;
	const create = makeIn({ do: "create", kind: "page", fields: { ...fields, ...(order === undefined ? {} : { order }) } }, space);
	return [
		create,
		...places
			.filter(({ id }) => id !== NEW)
			.map(({ id, order: key }): Command => ({ do: "move", id, params: { parent: fields.parent, order: key } })),
	];
}

/** Renames a page and makes the links of other pages follow, all at once or not at all. */
export async function renamePage(engine: Asks, page: Pick<Row, "id" | "title">, title: string): Promise<Command[]> {
	const rename: Command = { do: "rename", id: page.id, params: { title } };
	// The old name may mean another page as well; then links that lead to that one stay.
	if (page.title === "" || nameKey(page.title) === nameKey(title)) return [rename];
	const links = await engine.ask("backlinks", { id: page.id });
	const linking = new Set(links.filter(({ from }) => from.kind === "page" && from.readOnly === 0).map(({ from }) => from.id));
	return [rename, ...[...linking].map((id): Command => ({ do: "retarget-links", id, params: { from: [page.title], to: title } }))];
}

/** Puts a page below another one (or at the top of its space), in front of one of its children or last. */
export async function placePage(engine: Asks, id: ItemId, parent: ItemId | null, before: ItemId | null): Promise<Command[]> {
	const space = parent === null ? (await engine.ask("item", { id }))?.space : undefined;
	const siblings = await engine.ask("children", { kind: "page", parent, ...(space === undefined ? {} : { space }) });
	return placeAmong(siblings, [id], before).map((place): Command => ({ do: "move", id: place.id, params: { parent, order: place.order } }));
}

/** A page with everything that lies in it, the page first. */
export async function withDescendants(engine: Asks, id: ItemId): Promise<ItemId[]> {
	const found: ItemId[] = [id];
	const seen = new Set(found);
	for (let at = 0; at < found.length; at++) {
		const parent = found[at];
		if (parent === undefined) break;
		for (const child of await engine.ask("children", { kind: "page", parent })) {
			if (seen.has(child.id)) continue;
			seen.add(child.id);
			found.push(child.id);
		}
	}
	return found;
}

/** Takes pages to the trash, and the commands that take them back. */
export function trashPages(ids: readonly ItemId[], at: number): { readonly commands: Command[]; readonly undo: Command[] } {
	return {
		commands: ids.map((id): Command => ({ do: "trash", id, params: { at } })),
		undo: ids.map((id): Command => ({ do: "restore", id, params: {} })),
	};
}
