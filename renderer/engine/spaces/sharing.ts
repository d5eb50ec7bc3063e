/** One item shared with somebody and nothing else: a space of its own that holds it, and an invite to that. */
import { z } from "zod";
import type { ItemId, Row } from "../../../shared/model/item";
import { EngineError } from "../contract";
import type { Actions } from "../spaces-contract";
import type { SpaceActions } from "./actions";

/** Whoever writes in the item belongs into a team. */
const GuestRole = z.enum(["commenter", "reader"]);

/** What a share is called where the item has no title: something that its list can show. */
const UNTITLED = "…";

export interface SharingParts extends Pick<SpaceActions, "create-space" | "invite"> {
	copy(ids: readonly ItemId[], space: string, move: boolean): Promise<Actions["copy-to-space"]["result"]>;
	rowOf(id: ItemId): Promise<Row | null>;
}

/** The invite is made last: nobody can come into a share that has nothing in it. */
export async function shareItem(wish: Actions["share-item"]["params"], parts: SharingParts): Promise<Actions["share-item"]["result"]> {
	const { id, ends, uses, server, move } = wish;
	const role = GuestRole.parse(wish.role);
	const row = await parts.rowOf(id);
	if (row === null || row.trashed === 1) throw new EngineError("not-found", "there is no such item");
	const { space } = await parts["create-space"]({ name: row.title.trim().slice(0, 200) || UNTITLED, server, kind: "share" });
	const { ids, trashed } = await parts.copy([id], space, move);
	const { link } = await parts.invite({ space, role, ends, uses });
	return { space, id: ids[0] ?? id, link, trashed };
}
