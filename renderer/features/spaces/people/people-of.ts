/** From spaces with their members to people with their spaces. Pure. */
import type { Card, MemberSummary, SpaceDetails } from "../../../engine/spaces-contract";

export interface PersonAccess {
	/** Hex of the person's key. */
	readonly person: string;
	readonly card: Card | null;
	readonly self: boolean;
	readonly access: readonly { readonly space: SpaceDetails; readonly role: MemberSummary["role"] }[];
}

/** Everyone in these spaces, once: oneself first, then who shares most, then by name. */
export function peopleOf(spaces: readonly SpaceDetails[]): readonly PersonAccess[] {
	const found = new Map<string, PersonAccess>();
	for (const space of spaces) {
		for (const { person, card, self, role } of space.people) {
			const before = found.get(person);
			found.set(person, {
				person,
				card: before?.card ?? card,
				self,
				access: [...(before?.access ?? []), { space, role }],
			});
		}
	}
	const nameOf = ({ card }: PersonAccess): string => card?.name ?? "";
	return [...found.values()].sort(
		(a, b) => Number(b.self) - Number(a.self) || b.access.length - a.access.length || nameOf(a).localeCompare(nameOf(b)),
	);
}
