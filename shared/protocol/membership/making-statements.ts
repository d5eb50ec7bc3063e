/** The statements that an app makes, from what it knows and wants. Whether its author has the right is the fold's to say. */

import { toHex } from "../bytes";
import type { Sodium } from "../sodium";
import { joinProofBytes, privateSpaceIdOf, spaceIdOf } from "./credentials";
import { type InviteLink, inviteKeys } from "./invite-link";
import { invitesKnownTo, keyRecipients, type Membership } from "./membership";
import type { MembershipHistory } from "./membership-history";
import { latestEpoch } from "./rights";
import { boxKeys, keyName, keysLacking, type SpaceKey } from "./space-keys";
import type { KeyBox, KeyName, Role, SealedPart, SpaceId, SpaceKind, Statement } from "./statements";

/** A device that speaks: hex keys and its certificate. */
export interface Speaker {
	readonly person: string;
	readonly device: string;
	readonly certificate: Uint8Array;
}

/** How far somebody's devices have been seen: device → number. */
export type Seen = ReadonlyMap<string, number>;

/** Seals something with the space's first key. */
type SealFirst = (key: SpaceKey) => SealedPart;

/** A new space: its id, its first statement, its first key. A private space has no name. */
export function makeSpace(
	sodium: Sodium,
	kind: SpaceKind,
	speaker: Speaker,
	name: SealFirst | null,
	card: SealFirst | null,
): { readonly space: SpaceId; readonly statement: Statement; readonly key: SpaceKey } {
	const { person, device, certificate } = speaker;
	const nonce = kind === "private" ? null : sodium.randombytes_buf(16);
	const key = { epoch: 0, key: sodium.randombytes_buf(32) };
	const boxes = boxKeys(sodium, [key], [person, device]);
	return {
		space: nonce === null ? privateSpaceIdOf(sodium, person) : spaceIdOf(sodium, person, device, nonce),
		statement: {
			is: "create",
			...{ kind, nonce, person, certificate, key: keyName(sodium, key.key), boxes },
			name: name?.(key) ?? null,
			card: card?.(key) ?? null,
		},
		key,
	};
}

/** An invite with all keys so far, so that whoever joins can read at once; its secret goes into the link. */
export function makeInvite(
	sodium: Sodium,
	keys: readonly SpaceKey[],
	wish: { readonly role: Role; readonly ends: number; readonly uses: number },
): { readonly statement: Statement; readonly secret: Uint8Array } {
	const secret = sodium.randombytes_buf(32);
	const invite = toHex(inviteKeys(sodium, secret).publicKey);
	return { statement: { is: "invite", invite, ...wish, keys: namesOf(sodium, keys), boxes: boxKeys(sodium, keys, [invite]) }, secret };
}

/** Accepts an invite. */
export function makeJoin(sodium: Sodium, link: InviteLink, { person, device, certificate }: Speaker, card: SealedPart | null): Statement {
	const { publicKey, privateKey } = inviteKeys(sodium, link.secret);
	const proof = sodium.crypto_sign_detached(joinProofBytes(link.space, person, device), privateKey);
	return { is: "join", person, certificate, invite: toHex(publicKey), proof, card };
}

/** Removes a person, with a new key for all who remain. */
export function makePersonRemoval(
	sodium: Sodium,
	membership: Membership,
	person: string,
	seen: Seen,
): { readonly statement: Statement; readonly key: SpaceKey } {
	const gone = new Set([person, ...devicesOf(membership, person)]);
	const theirs = invitesKnownTo(membership, (device) => gone.has(device));
	const { key, grant } = nextKey(sodium, membership, (publicKey) => gone.has(publicKey) || theirs.has(publicKey));
	return { statement: { is: "remove-person", person, seen: seenOf(seen, gone), ...grant }, key };
}

/** Removes a device (lost, sold), with a new key for all others. */
export function makeDeviceRemoval(
	sodium: Sodium,
	membership: Membership,
	device: string,
	seen: Seen,
): { readonly statement: Statement; readonly key: SpaceKey } {
	const theirs = invitesKnownTo(membership, (other) => other === device);
	const { key, grant } = nextKey(sodium, membership, (publicKey) => publicKey === device || theirs.has(publicKey));
	return { statement: { is: "remove-device", device, seen: seenOf(seen, new Set([device])), ...grant }, key };
}

/** A new key for everybody who is in the space now. */
export function makeRotation(sodium: Sodium, membership: Membership): { readonly statement: Statement; readonly key: SpaceKey } {
	const { key, grant } = nextKey(sodium, membership, () => false);
	return { statement: { is: "rotate", ...grant }, key };
}

/** Gives a person another role. */
export function makeRoleChange(membership: Membership, person: string, role: Role, seen: Seen): Statement {
	return { is: "set-role", person, role, seen: seenOf(seen, new Set(devicesOf(membership, person))) };
}

/** Says that the speaker is a device of a person who is in the space. Its keys are handed to it by whoever has them. */
export function makeDeviceAddition({ person, certificate }: Speaker): Statement {
	return { is: "add-device", person, certificate };
}

/** Bytes that the boxes of one statement may take, about. */
const HANDED_AT_ONCE = 1024 * 1024;

/** Hands keys that one has to those who lack them; null when nobody does. There may be more: state it, and ask again. */
export function makeHandKeys(
	sodium: Sodium,
	history: Pick<MembershipHistory, "current" | "keyGrants" | "handedKeys">,
	keys: readonly SpaceKey[],
): Statement | null {
	const held = new Map(keys.map((key) => [keyName(sodium, key.key), key]));
	const lacking = keysLacking(history).filter((one) => one.keys.some((key) => held.has(key)));
	const handed = [...new Set(lacking.flatMap((one) => one.keys))].flatMap((name) => held.get(name) ?? []);
	if (handed.length === 0) return null;
	const some = lacking.slice(0, Math.max(1, Math.floor(HANDED_AT_ONCE / (150 + 40 * handed.length))));
	const boxes = boxKeys(
		sodium,
		handed,
		some.map(({ to }) => to),
	);
	return { is: "hand-keys", keys: namesOf(sodium, handed), boxes };
}

function namesOf(sodium: Sodium, keys: readonly SpaceKey[]): KeyName[] {
	return [...new Set(keys.map(({ key }) => keyName(sodium, key)))];
}

function nextKey(
	sodium: Sodium,
	membership: Membership,
	without: (publicKey: string) => boolean,
): { readonly key: SpaceKey; readonly grant: { readonly epoch: number; readonly key: KeyName; readonly boxes: KeyBox[] } } {
	const key = { epoch: latestEpoch(membership) + 1, key: sodium.randombytes_buf(32) };
	const boxes = boxKeys(sodium, [key], keyRecipients(membership, without));
	return { key, grant: { epoch: key.epoch, key: keyName(sodium, key.key), boxes } };
}

function devicesOf(membership: Membership, person: string): readonly string[] {
	return [...membership.devices.values()].filter((device) => device.person === person).map(({ device }) => device);
}

function seenOf(seen: Seen, devices: ReadonlySet<string>): { device: string; number: number }[] {
	return [...seen].filter(([device]) => devices.has(device)).map(([device, number]) => ({ device, number }));
}
