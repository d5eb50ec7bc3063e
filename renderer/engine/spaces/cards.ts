/** A person's card and a space's name, as they lie sealed in statements. */
import { encode } from "cborg";
import { z } from "zod";
import { NotCbor, readCbor } from "../../../shared/protocol/cbor";
import type { MembershipHistory } from "../../../shared/protocol/membership/membership-history";
import { openPart, type SpaceKey, sealPart } from "../../../shared/protocol/membership/space-keys";
import type { SealedPart } from "../../../shared/protocol/membership/statements";
import type { Sodium } from "../../../shared/protocol/sodium";
import type { Card } from "../spaces-contract";

const LONGEST_NAME = 200;
const LARGEST_PICTURE = 64 * 1024;

/** What a card may be. */
export const CardShape = z.strictObject({
	name: z.string().max(LONGEST_NAME),
	colour: z.string().regex(/^#[0-9a-f]{6}$/i),
	picture: z.custom<Uint8Array>((value) => value instanceof Uint8Array && value.length <= LARGEST_PICTURE).nullable(),
});

/** What a person can make: their private space is there by itself. */
export const SharedKind = z.enum(["team", "share"]);

export const SpaceName = z.string().trim().min(1).max(LONGEST_NAME);

/** Whoever has not said who they are. */
export const NO_CARD: Card = { name: "", colour: "#2b5c8c", picture: null };

export function sealCard(sodium: Sodium, key: SpaceKey, { name, colour, picture }: Card): SealedPart {
	return sealPart(sodium, key, encode({ name, colour, picture }));
}

/** Null when it cannot be opened, or is none. */
export function openCard(sodium: Sodium, part: SealedPart | null, keys: readonly SpaceKey[]): Card | null {
	const opened = part === null ? null : openPart(sodium, part, keys);
	if (opened === null) return null;
	try {
		const card = CardShape.safeParse(readCbor(opened, 8));
		return card.success ? card.data : null;
	} catch (error) {
		if (error instanceof NotCbor) return null;
		throw error;
	}
}

export function sealName(sodium: Sodium, key: SpaceKey, name: string): SealedPart {
	return sealPart(sodium, key, new TextEncoder().encode(name));
}

/** "" when it cannot be opened. */
export function openName(sodium: Sodium, part: SealedPart | null, keys: readonly SpaceKey[]): string {
	const opened = part === null ? null : openPart(sodium, part, keys);
	return opened === null ? "" : new TextDecoder().decode(opened).slice(0, LONGEST_NAME);
}

/** The newest card that each person gave in a space, also of those who are not in it any more. */
export function cardsIn(history: MembershipHistory): ReadonlyMap<string, SealedPart> {
	const personOf = new Map<string, string>();
	const cards = new Map<string, SealedPart>();
	for (const { device, statement } of history.statements()) {
		if (statement.is === "create" || statement.is === "join" || statement.is === "add-device") personOf.set(device, statement.person);
		const card = "card" in statement ? statement.card : null;
		const person = personOf.get(device);
		if (card !== null && person !== undefined) cards.set(person, card);
	}
	return cards;
}
