/** What was done to an item, as it is drawn and said. Pure. */
import type { ItemKind } from "../../../../shared/model/item";
import { itemKinds } from "../../../../shared/model/registry";
import type { AwayChange } from "../../../engine/spaces-contract";

/** How it is drawn; as a page where a later version knows more kinds. */
export function kindOf({ kind }: Pick<AwayChange, "kind">): ItemKind {
	return itemKinds.find((known) => known === kind) ?? "page";
}

/** The key below `away.did` and `away.revert`. */
export function didOf({ trashed, made }: Pick<AwayChange, "trashed" | "made">): "trashed" | "made" | "changed" {
	return trashed ? "trashed" : made ? "made" : "changed";
}
