/** Who is in a space, as the statements that count make it. */
import type { Lane } from "../../model/item";
import type { KeyBox, KeyName, Role, SealedPart, SignedStatement, SpaceKind } from "./statements";

export interface Member {
	/** Hex of the person's key. */
	readonly person: string;
	readonly role: Role;
	/** Position of the statement that made them a member: lower has been here longer. */
	readonly since: number;
	readonly card: SealedPart | null;
}

export interface MemberDevice {
	readonly device: string;
	readonly person: string;
	/** Position of the statement that made it a member's. */
	readonly since: number;
	/** The invite by which it came in; null: none. */
	readonly invite: string | null;
	/** False once it, or its person, was removed or left. */
	readonly active: boolean;
}

export interface Invite {
	readonly invite: string;
	readonly role: Role;
	/** Milliseconds since 1970; 0: no end. */
	readonly ends: number;
	/** 0: any number. */
	readonly uses: number;
	readonly used: number;
	readonly withdrawn: boolean;
	/** The person who made it, and on which device. */
	readonly by: string;
	readonly device: string;
}

/** A right that a device lost: what it sent after `upTo`, by an author who did not know of it, is late (R5). */
export interface Restriction {
	readonly statement: string;
	readonly device: string;
	readonly lanes: readonly Lane[];
	readonly upTo: number;
}

/** One key of the space, and who has got it. */
export interface KeyGrant {
	/** Id of the statement that gave it. */
	readonly statement: string;
	readonly epoch: number;
	readonly key: KeyName;
	readonly boxes: readonly KeyBox[];
}

/** Boxes that hold keys which other statements gave. */
export interface HandedKeys {
	readonly keys: readonly KeyName[];
	readonly boxes: readonly KeyBox[];
}

export interface Membership {
	readonly kind: SpaceKind;
	readonly name: SealedPart | null;
	readonly members: ReadonlyMap<string, Member>;
	/** All devices that ever belonged to a member. */
	readonly devices: ReadonlyMap<string, MemberDevice>;
	readonly invites: ReadonlyMap<string, Invite>;
	readonly restrictions: readonly Restriction[];
	/** What owners took in although it was late: highest number for each device. */
	readonly admitted: ReadonlyMap<string, number>;
	/** Keys that came with `create`, removals and `rotate`. */
	readonly keys: readonly KeyGrant[];
}

/** The key that a statement gives; none with most. */
export function grantsOf({ id, statement }: SignedStatement): readonly KeyGrant[] {
	switch (statement.is) {
		case "create":
			return [{ statement: id, epoch: 0, key: statement.key, boxes: statement.boxes }];
		case "remove-person":
		case "remove-device":
		case "rotate":
			return [{ statement: id, epoch: statement.epoch, key: statement.key, boxes: statement.boxes }];
		default:
			return [];
	}
}

/** The lanes that a role may write content and annotations on. */
export function lanesOf(role: Role): readonly Lane[] {
	switch (role) {
		case "owner":
		case "editor":
			return ["content", "annotation"];
		case "commenter":
			return ["annotation"];
		case "reader":
			return [];
	}
}

/** The role of a device's person; null when either is not, or no longer, in the space. */
export function roleOfDevice(membership: Pick<Membership, "devices" | "members">, device: string): Role | null {
	const known = membership.devices.get(device);
	if (known === undefined || !known.active) return null;
	return membership.members.get(known.person)?.role ?? null;
}

/** Whether a device may write on a lane. Everybody in a space may make some statement or other. */
export function mayWrite(membership: Membership, device: string, lane: Lane): boolean {
	const role = roleOfDevice(membership, device);
	return role !== null && (lane === "membership" || lanesOf(role).includes(lane));
}

/** Who gets a new key of the space: every member and their devices, and every invite that is still open. */
export function keyRecipients(
	membership: Pick<Membership, "members" | "devices" | "invites">,
	without: (publicKey: string) => boolean = () => false,
): readonly string[] {
	return [
		...membership.members.keys(),
		...[...membership.devices.values()].filter(({ active }) => active).map(({ device }) => device),
		...[...membership.invites.values()].filter((invite) => isOpen(invite)).map(({ invite }) => invite),
	].filter((publicKey) => !without(publicKey));
}

/** The invites whose secret these devices have: they made them, or came in by them. */
export function invitesKnownTo(
	{ devices, invites }: Pick<Membership, "devices" | "invites">,
	isTheirs: (device: string) => boolean,
): ReadonlySet<string> {
	const made = [...invites.values()].filter(({ device }) => isTheirs(device)).map(({ invite }) => invite);
	const used = [...devices.values()].flatMap(({ device, invite }) => (invite !== null && isTheirs(device) ? [invite] : []));
	return new Set([...made, ...used]);
}

function isOpen({ withdrawn, uses, used }: { readonly withdrawn: boolean; readonly uses: number; readonly used: number }): boolean {
	return !withdrawn && (uses === 0 || used < uses);
}
