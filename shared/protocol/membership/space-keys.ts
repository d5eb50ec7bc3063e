/** The keys of a space: in boxes for those who may have them, and which of them to write with (R14). */
import { decode, encode } from "cborg";
import { z } from "zod";
import { fromHex, toHex } from "../bytes";
import { KEY_NAME_DOMAIN } from "../identity";
import type { KeyPair, Sodium } from "../sodium";
import { type KeyGrant, keyRecipients, type Membership } from "./membership";
import type { MembershipHistory } from "./membership-history";
import type { KeyBox, KeyName, SealedPart } from "./statements";

/** A key of a space: 32 bytes. */
export interface SpaceKey {
	readonly epoch: number;
	readonly key: Uint8Array;
}

/** Somebody who belongs to the space, or an invite, and keys that no box so far gives them. */
export interface LackingKeys {
	readonly to: string;
	readonly keys: readonly KeyName[];
}

/** Names a key without giving it away: whoever is handed one can tell whether it is the key that an owner gave. */
export function keyName(sodium: Sodium, key: Uint8Array): KeyName {
	return toHex(sodium.crypto_generichash(16, KEY_NAME_DOMAIN, key));
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

/** The key that new envelopes are sealed with; null when the space has none. */
export function writingKey(membership: Membership): KeyGrant | null {
	return membership.keys.reduce<KeyGrant | null>((best, grant) => {
		if (best === null || grant.epoch > best.epoch) return grant;
		return grant.epoch === best.epoch && grant.statement < best.statement ? grant : best;
	}, null);
}

/** What is known of a space's keys. */
type KeyHistory = Pick<MembershipHistory, "current" | "keyGrants" | "handedKeys">;

/** Whether somebody outside has the key that is written with: then an owner states a new one (R14). */
export function needsNewKey(history: KeyHistory): boolean {
	const membership = history.current();
	const newest = membership === null ? null : writingKey(membership);
	if (membership === null || newest === null) return false;
	const entitled = new Set(keyRecipients(membership));
	const isOutside = (to: string): boolean => !entitled.has(to) && membership.invites.get(to)?.withdrawn !== false;
	return holdersOf(history, newest.key).some(isOutside);
}

function holdersOf(history: KeyHistory, key: KeyName): readonly string[] {
	const given = history.keyGrants().filter((grant) => grant.key === key);
	const handed = history.handedKeys().filter(({ keys }) => keys.includes(key));
	return [...given, ...handed].flatMap(({ boxes }) => boxes.map(({ to }) => to));
}

/**
 * Who lacks which keys, by the boxes that were stated: whoever has these keys can hand them over (`makeHandKeys`). Keys of
 * statements that do not count are among them, because members who did not know that wrote with them.
 */
export function keysLacking(history: KeyHistory): readonly LackingKeys[] {
	const membership = history.current();
	if (membership === null) return [];
	const recipients = keyRecipients(membership);
	const lacking = new Map(recipients.map((to) => [to, new Set<KeyName>()]));
	for (const { key } of history.keyGrants()) for (const keys of lacking.values()) keys.add(key);
	for (const { key, boxes } of history.keyGrants()) for (const { to } of boxes) lacking.get(to)?.delete(key);
	for (const { keys, boxes } of history.handedKeys()) for (const { to } of boxes) for (const key of keys) lacking.get(to)?.delete(key);
	return [...lacking].flatMap(([to, keys]) => (keys.size === 0 ? [] : [{ to, keys: [...keys] }]));
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
