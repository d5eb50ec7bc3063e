/** The statements that an app makes, from what it knows and wants. Whether its author has the right is the fold's to say. */

import { toHex } from "../bytes";
import type { Sodium } from "../sodium";
import { joinProofBytes, spaceIdOf } from "./credentials";
import { type InviteLink, inviteKeys } from "./invite-link";
import type { Membership } from "./membership";
import { latestEpoch } from "./rights";
import { boxKeys, keyRecipients, type SpaceKey } from "./space-keys";
import type { Role, SealedPart, SpaceId, SpaceKind, Statement } from "./statements";

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

/** A new team or share: its id, its first statement, its first key. */
export function makeSpace(
	sodium: Sodium,
	kind: Exclude<SpaceKind, "private">,
	speaker: Speaker,
	name: SealFirst,
	card: SealFirst,
): { readonly space: SpaceId; readonly statement: Statement; readonly key: SpaceKey } {
	const nonce = sodium.randombytes_buf(16);
	const key = { epoch: 0, key: sodium.randombytes_buf(32) };
	const boxes = boxKeys(sodium, [key], [speaker.person, speaker.device]);
	const { person, certificate } = speaker;
	return {
		space: spaceIdOf(sodium, person, nonce),
		statement: { is: "create", kind, nonce, person, certificate, boxes, name: name(key), card: card(key) },
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
	return { statement: { is: "invite", invite, ...wish, boxes: boxKeys(sodium, keys, [invite]) }, secret };
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
	const { key, boxes } = nextKey(sodium, membership, (publicKey) => gone.has(publicKey));
	return { statement: { is: "remove-person", person, seen: seenOf(seen, gone), epoch: key.epoch, boxes }, key };
}

/** Removes a device (lost, sold), with a new key for all others. */
export function makeDeviceRemoval(
	sodium: Sodium,
	membership: Membership,
	device: string,
	seen: Seen,
): { readonly statement: Statement; readonly key: SpaceKey } {
	const { key, boxes } = nextKey(sodium, membership, (publicKey) => publicKey === device);
	return { statement: { is: "remove-device", device, seen: seenOf(seen, new Set([device])), epoch: key.epoch, boxes }, key };
}

/** A new key for everybody who is in the space now. */
export function makeRotation(sodium: Sodium, membership: Membership): { readonly statement: Statement; readonly key: SpaceKey } {
	const { key, boxes } = nextKey(sodium, membership, () => false);
	return { statement: { is: "rotate", epoch: key.epoch, boxes }, key };
}

/** Gives a person another role. */
export function makeRoleChange(membership: Membership, person: string, role: Role, seen: Seen): Statement {
	return { is: "set-role", person, role, seen: seenOf(seen, new Set(devicesOf(membership, person))) };
}

/** Adds a device of a person who is a member, with all keys so far where the speaker has them. */
export function makeDeviceAddition(
	sodium: Sodium,
	keys: readonly SpaceKey[],
	added: { readonly person: string; readonly device: string; readonly certificate: Uint8Array },
): Statement {
	return { is: "add-device", ...added, boxes: keys.length === 0 ? [] : boxKeys(sodium, keys, [added.device]) };
}

function nextKey(
	sodium: Sodium,
	membership: Membership,
	without: (publicKey: string) => boolean,
): { readonly key: SpaceKey; readonly boxes: ReturnType<typeof boxKeys> } {
	const key = { epoch: latestEpoch(membership) + 1, key: sodium.randombytes_buf(32) };
	return { key, boxes: boxKeys(sodium, [key], keyRecipients(membership, without)) };
}

function devicesOf(membership: Membership, person: string): readonly string[] {
	return [...membership.devices.values()].filter((device) => device.person === person).map(({ device }) => device);
}

function seenOf(seen: Seen, devices: ReadonlySet<string>): { device: string; number: number }[] {
	return [...seen].filter(([device]) => devices.has(device)).map(([device, number]) => ({ device, number }));
}
