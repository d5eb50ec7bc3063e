/** An invite as a link. The secret stands behind `#`, so that it never reaches a server (R12). */
import { z } from "zod";
import { fromHex, toHex } from "../bytes";
import type { KeyPair, Sodium } from "../sodium";
import { SpaceId } from "./statements";

/** What a link says. */
export interface InviteLink {
	readonly space: SpaceId;
	/** 32 bytes: the seed of the invite's key. */
	readonly secret: Uint8Array;
	/** Where the space can be reached: the address of a server (`wss://…`), or null. */
	readonly server: string | null;
}

const LARGEST_LINK = 2000;
const LINK = /^commonplace:\/\/join\/?(\?[^#]*)?#([0-9a-f]+)\.([0-9a-f]+)$/i;
const Secret = z.string().regex(/^[0-9a-f]{64}$/);

/** `commonplace://join?server=…#<space>.<secret>` */
export function writeInviteLink({ space, secret, server }: InviteLink): string {
	const query = server === null ? "" : `?${new URLSearchParams([["server", server]])}`;
	return `commonplace://join${query}#${space}.${toHex(secret)}`;
}

/** Reads a link that a person pasted or opened; null when it is none of ours, or names a server that is not one. */
export function readInviteLink(text: string): InviteLink | null {
	if (text.length > LARGEST_LINK) return null;
	// Not by `URL`: how browsers cut addresses of schemes that they do not know differs from one version to the next.
	const [, query, space, secret] = LINK.exec(text.trim()) ?? [];
	const server = new URLSearchParams(query ?? "").get("server");
	if (server !== null && !isServerAddress(server)) return null;
	const [spaceId, seed] = [SpaceId.safeParse(space), Secret.safeParse(secret)];
	if (!spaceId.success || !seed.success) return null;
	return { space: spaceId.data, secret: fromHex(seed.data), server };
}

/** Whether an address can be a server's: `wss:`, or `ws:` where the network itself is trusted: everything in it is sealed and signed either way. */
export function isServerAddress(address: string): boolean {
	try {
		const { protocol } = new URL(address);
		return protocol === "wss:" || protocol === "ws:";
	} catch {
		return false;
	}
}

/** The key pair of an invite. */
export function inviteKeys(sodium: Sodium, secret: Uint8Array): KeyPair {
	return sodium.crypto_sign_seed_keypair(secret);
}
