/** The keys of a space: in boxes for those who may have them, and which of them to write with (R14). */
import { decode, encode } from "cborg";
import { z } from "zod";
import { fromHex } from "../bytes";
import type { KeyPair, Sodium } from "../sodium";
import type { Membership } from "./membership";
import type { KeyBox, SealedPart } from "./statements";

/** A key of a space: 32 bytes. */
export interface SpaceKey {
	readonly epoch: number;
	readonly key: Uint8Array;
}

const BoxedKeys = z.array(
	z.tuple([
		z.number().int().nonnegative(),
		z.custom<Uint8Array>((value) => value instanceof Uint8Array && value.length === 32, "not a space key"),
	]),
);

/** Puts keys into one box for each of these Ed25519 public keys (hex). */
export function boxKeys(sodium: Sodium, keys: readonly SpaceKey[], recipients: readonly string[]): KeyBox[] {
	const content = encode(keys.map(({ epoch, key }) => [epoch, key]));
	return [...new Set(recipients)].map((to) => ({
		to,
		box: sodium.crypto_box_seal(content, sodium.crypto_sign_ed25519_pk_to_curve25519(fromHex(to))),
	}));
}

/** Opens a box with the Ed25519 key pair it is addressed to. */
export function openBox(sodium: Sodium, { box }: KeyBox, pair: KeyPair): readonly SpaceKey[] | null {
	try {
		const opened = sodium.crypto_box_seal_open(
			box,
			sodium.crypto_sign_ed25519_pk_to_curve25519(pair.publicKey),
			sodium.crypto_sign_ed25519_sk_to_curve25519(pair.privateKey),
		);
		const keys = BoxedKeys.safeParse(decode(opened));
		return keys.success ? keys.data.map(([epoch, key]) => ({ epoch, key })) : null;
	} catch {
		// libsodium throws for a box that is not for this key, cborg for what is not CBOR: either way it holds no keys for us.
		return null;
	}
}

/** Who gets a new key of the space: every member and their devices, and every invite that is still open. */
export function keyRecipients(membership: Membership, without: (publicKey: string) => boolean = () => false): readonly string[] {
	return [
		...membership.members.keys(),
		...[...membership.devices.values()].filter(({ active }) => active).map(({ device }) => device),
		...[...membership.invites.values()].filter((invite) => isOpen(invite)).map(({ invite }) => invite),
	].filter((publicKey) => !without(publicKey));
}

function isOpen({ withdrawn, uses, used }: { readonly withdrawn: boolean; readonly uses: number; readonly used: number }): boolean {
	return !withdrawn && (uses === 0 || used < uses);
}

/** The statement whose key new envelopes are sealed with, and its epoch; null when the space has none. */
export function writingKey(
	membership: Membership,
): { readonly statement: string; readonly epoch: number; readonly boxes: readonly KeyBox[] } | null {
	return membership.keys.reduce<Membership["keys"][number] | null>((best, grant) => {
		if (best === null || grant.epoch > best.epoch) return grant;
		return grant.epoch === best.epoch && grant.statement < best.statement ? grant : best;
	}, null);
}

/** Whether somebody who is no longer in the space has the key that is written with: then an owner states a new one (R14). */
export function needsNewKey(membership: Membership): boolean {
	const newest = writingKey(membership);
	if (newest === null) return false;
	const entitled = new Set(keyRecipients(membership));
	const invites = membership.invites;
	return newest.boxes.some(({ to }) => !entitled.has(to) && !invites.has(to));
}

/** Seals what only members may read inside a statement. */
export function sealPart(sodium: Sodium, { epoch, key }: SpaceKey, content: Uint8Array): SealedPart {
	const nonce = sodium.randombytes_buf(24);
	return { epoch, nonce, bytes: sodium.crypto_aead_xchacha20poly1305_ietf_encrypt(content, null, null, nonce, key) };
}

/** Opens a sealed part with one of the space's keys; null when none fits. */
export function openPart(sodium: Sodium, part: SealedPart, keys: readonly SpaceKey[]): Uint8Array | null {
	for (const { epoch, key } of keys) {
		if (epoch !== part.epoch) continue;
		try {
			return sodium.crypto_aead_xchacha20poly1305_ietf_decrypt(null, part.bytes, null, part.nonce, key);
		} catch {
			// Not this one: an epoch can have two keys.
		}
	}
	return null;
}
