/** Whose an Automerge actor is. */
import type { ItemId } from "../../shared/model/item";
import type { Desk } from "./desk";
import type { AuthorOf } from "./text/history";

/** Hex digits of a device's fingerprint, which every actor of it begins with. */
const FINGERPRINT = 16;

/** "self" for this person; a person's hex; "" for somebody whom no space here knows: history that came with a copied item. */
export function authorsOf({ held }: Pick<Desk, "held">, id: ItemId): AuthorOf {
	const nobody = held.spaceOf(id) === held.privateSpace ? "self" : "";
	return (actor) => {
		const person = held.personOf(actor.slice(0, FINGERPRINT));
		if (person === null) return nobody;
		return person === held.speaker.person ? "self" : person;
	};
}
