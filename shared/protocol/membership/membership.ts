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
	readonly since: number;
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
	/** The person who made it. */
	readonly by: string;
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
export function roleOfDevice(membership: Membership, device: string): Role | null {
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

function isOpen({ withdrawn, uses, used }: { readonly withdrawn: boolean; readonly uses: number; readonly used: number }): boolean {
	return !withdrawn && (uses === 0 || used < uses);
}

/** A membership that the fold is making. */
export interface MembershipDraft {
	kind: SpaceKind | null;
	name: SealedPart | null;
	readonly members: Map<string, Member>;
	readonly devices: Map<string, MemberDevice>;
	readonly invites: Map<string, Invite>;
	readonly restrictions: Restriction[];
	readonly admitted: Map<string, number>;
	readonly keys: KeyGrant[];
	/** Statements taken so far. */
	taken: number;
}

export function emptyMembership(): MembershipDraft {
	return {
		kind: null,
		name: null,
		members: new Map(),
		devices: new Map(),
		invites: new Map(),
		restrictions: [],
		admitted: new Map(),
		keys: [],
		taken: 0,
	};
}

/** A draft of its own, so that memberships that were given away stay as they are. */
export function copyMembership(draft: MembershipDraft): MembershipDraft {
	return {
		...draft,
		members: new Map(draft.members),
		devices: new Map(draft.devices),
		invites: new Map(draft.invites),
		restrictions: [...draft.restrictions],
		admitted: new Map(draft.admitted),
		keys: [...draft.keys],
	};
}

/** The draft as a membership; null before the statement that makes the space. */
export function asMembership(draft: MembershipDraft): Membership | null {
	return draft.kind === null ? null : { ...draft, kind: draft.kind };
}

/** Takes a statement that has the right to count. */
export function takeStatement(draft: MembershipDraft, signed: SignedStatement): void {
	const { id, device, statement } = signed;
	const since = draft.taken;
	draft.taken += 1;
	const author = draft.devices.get(device)?.person ?? "";
	switch (statement.is) {
		case "create":
			// Several devices of a person can each have begun their private space: together they begin it once.
			if (draft.kind === null) {
				draft.kind = statement.kind;
				draft.name = statement.name;
				draft.members.set(statement.person, { person: statement.person, role: "owner", since, card: statement.card });
			}
			draft.devices.set(device, { device, person: statement.person, since, active: true });
			draft.keys.push(...grantsOf(signed));
			return;
		case "invite": {
			const { invite, role, ends, uses } = statement;
			draft.invites.set(invite, { invite, role, ends, uses, used: 0, withdrawn: false, by: author });
			return;
		}
		case "withdraw-invite":
			changeEntry(draft.invites, statement.invite, { withdrawn: true });
			return;
		case "join": {
			const invite = draft.invites.get(statement.invite);
			if (invite === undefined) return;
			draft.invites.set(statement.invite, { ...invite, used: invite.used + 1 });
			draft.members.set(statement.person, { person: statement.person, role: invite.role, since, card: statement.card });
			draft.devices.set(device, { device, person: statement.person, since, active: true });
			return;
		}
		case "set-role": {
			const member = draft.members.get(statement.person);
			if (member === undefined) return;
			const kept = lanesOf(statement.role);
			const lost = lanesOf(member.role).filter((lane) => !kept.includes(lane));
			if (lost.length > 0) restrict(draft, id, devicesOf(draft, statement.person), lost, statement.seen);
			draft.members.set(statement.person, { ...member, role: statement.role });
			return;
		}
		case "remove-person":
			restrict(draft, id, devicesOf(draft, statement.person), ["content", "annotation", "membership"], statement.seen);
			endPerson(draft, statement.person);
			draft.keys.push(...grantsOf(signed));
			return;
		case "leave":
			endPerson(draft, author);
			return;
		case "add-device":
			draft.devices.set(device, { device, person: statement.person, since, active: true });
			return;
		case "hand-keys":
			return;
		case "remove-device":
			restrict(draft, id, [statement.device], ["content", "annotation", "membership"], statement.seen);
			changeEntry(draft.devices, statement.device, { active: false });
			draft.keys.push(...grantsOf(signed));
			return;
		case "rotate":
			draft.keys.push(...grantsOf(signed));
			return;
		case "rename":
			draft.name = statement.name;
			return;
		case "introduce":
			changeEntry(draft.members, author, { card: statement.card });
			return;
		case "admit":
			draft.admitted.set(statement.device, Math.max(statement.number, draft.admitted.get(statement.device) ?? 0));
			return;
	}
}

function changeEntry<Value>(entries: Map<string, Value>, key: string, change: Partial<Value>): void {
	const entry = entries.get(key);
	if (entry !== undefined) entries.set(key, { ...entry, ...change });
}

function devicesOf(draft: MembershipDraft, person: string): readonly string[] {
	return [...draft.devices.values()].filter((device) => device.person === person).map(({ device }) => device);
}

function restrict(
	draft: MembershipDraft,
	statement: string,
	devices: readonly string[],
	lanes: readonly Lane[],
	seen: readonly { readonly device: string; readonly number: number }[],
): void {
	for (const device of devices) {
		const upTo = seen.find((entry) => entry.device === device)?.number ?? 0;
		draft.restrictions.push({ statement, device, lanes, upTo });
	}
}

function endPerson(draft: MembershipDraft, person: string): void {
	draft.members.delete(person);
	for (const device of devicesOf(draft, person)) changeEntry(draft.devices, device, { active: false });
}
