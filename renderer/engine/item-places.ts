/** In which space an item is made, and that it stays there: its id says where it lives (docs/decisions/0013). */
import { isItemOf, newItemId } from "../../shared/model/ids";
import type { ItemId } from "../../shared/model/item";
import { EngineError } from "./contract";
import type { CreateCommand, ExistingCommand } from "./item-commands";
import type { HeldSpaces } from "./spaces/held-spaces";

export interface ItemPlaces {
	spaceOf(id: ItemId): string;
	/** A new id in a space; without one, in the private space. */
	newId(space?: string): ItemId;
	/** The id of an item that is to be made. Throws `bad-request` for one that cannot be of its space. */
	idFor(command: CreateCommand): ItemId;
	/** Throws `refused` with `other-space` for a move to where another space is. */
	assertStays(command: ExistingCommand): void;
}

export function itemPlaces(spaces: HeldSpaces, random: (bytes: Uint8Array<ArrayBuffer>) => Uint8Array): ItemPlaces {
	function prefixOf(space: string): string {
		const held = spaces.get(space);
		if (held === null) throw new EngineError("bad-request", "there is no such space");
		return held.prefix;
	}

	const otherSpace = (): EngineError => new EngineError("refused", "it lives in another space: copy or move it there", "other-space");

	return {
		spaceOf: spaces.spaceOf,
		newId: (space = spaces.privateSpace) => newItemId(random, prefixOf(space)),
		idFor({ id, space, fields }) {
			const parent = typeof fields.parent === "string" && fields.parent !== "" ? fields.parent : null;
			const wanted = space ?? (parent === null ? (id === undefined ? spaces.privateSpace : spaces.spaceOf(id)) : spaces.spaceOf(parent));
			if (parent !== null && spaces.spaceOf(parent) !== wanted) throw otherSpace();
			if (id === undefined) return newItemId(random, prefixOf(wanted));
			if (spaces.spaceOf(id) !== wanted || !isItemOf(prefixOf(wanted), id))
				throw new EngineError("bad-request", "an item of this id cannot be in this space");
			return id;
		},
		assertStays({ do: name, id, params }) {
			if (name !== "move" || typeof params !== "object" || params === null || !("parent" in params)) return;
			const { parent } = params;
			if (typeof parent === "string" && spaces.spaceOf(parent) !== spaces.spaceOf(id)) throw otherSpace();
		},
	};
}
