import sodium from "libsodium-wrappers-sumo";
import type { Conversation } from "../../../shared/protocol/conversation/conversation";
import { type Session, shakeHands } from "../../../shared/protocol/conversation/handshake";
import type { Entry } from "../../../shared/protocol/conversation/messages";
import type { Offered } from "../../../shared/protocol/conversation/ports";
import { envelopeId } from "../../../shared/protocol/envelope";
import { after, meetBy, newIdentity, newServer, sideOf } from "./meeting";
import { offerShelf } from "./memory-offered";
import { createShelf } from "./memory-shelf";
import { memoryLine } from "./memory-transport";

export const SPACE = "5".repeat(32);
export const some = (length: number): Uint8Array => new Uint8Array(length).fill(length % 251);
export const idOf = (bytes: Uint8Array): string => envelopeId(sodium, bytes);
/** An entry for made-up bytes. */
export const entry = (position: number, bytes: Uint8Array = some(position)): Entry => ({ position, id: idOf(bytes), size: bytes.length });

/** Offers what a test says, and otherwise nothing. */
export function offers(answers: Partial<Offered>): Offered {
	return { ...offerShelf(sodium, createShelf(sodium)), ...answers };
}

/** Offers the same, and refuses what comes too fast. */
export function slowed(offered: Offered, mayPass: () => boolean): Offered {
	const tooFast = { refused: "too-fast" } as const;
	return {
		...offered,
		open: async (...asked) => (mayPass() ? offered.open(...asked) : tooFast),
		list: async (...asked) => (mayPass() ? offered.list(...asked) : tooFast),
		push: async (...asked) => (mayPass() ? offered.push(...asked) : tooFast),
		putBlob: async (...asked) => (mayPass() ? offered.putBlob(...asked) : tooFast),
	};
}

/** Asks somebody who offers that. */
export async function asking(answers: Partial<Offered>, side: Parameters<typeof meetBy>[1] = {}): Promise<Conversation> {
	return (await meetBy({}, { offered: offers(answers), ...side })).asking;
}

/** Somebody honest, and at the other end somebody who says whatever a test wants. */
export async function facing(
	role: "initiator" | "responder",
	side: Parameters<typeof meetBy>[0] = {},
): Promise<{ honest: Conversation; other: Session }> {
	const line = memoryLine();
	const otherRole = role === "initiator" ? "responder" : "initiator";
	const [honest, other] = await Promise.all([
		sideOf(role, line[role], side),
		shakeHands({
			transport: line[otherRole],
			role: otherRole,
			identity: otherRole === "initiator" ? newIdentity() : newServer(),
			sodium,
			after,
			expectedDevice: null,
		}),
	]);
	return { honest, other };
}
