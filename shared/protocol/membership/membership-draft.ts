/** How statements that count make a membership, one by one. */
import type { Lane } from "../../model/item";
import {
	grantsOf,
	type Invite,
	invitesKnownTo,
	type KeyGrant,
	lanesOf,
	type Member,
	type MemberDevice,
	type Membership,
	type Restriction,
	roleOfDevice,
} from "./membership";
import type { SealedPart, SignedStatement, SpaceKind } from "./statements";

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
	/** By which statement everybody who ever was a member came in, the last time. */
	readonly personEntries: Map<string, string>;
	readonly deviceEntries: Map<string, string>;
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
		personEntries: new Map(),
		deviceEntries: new Map(),
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
		personEntries: new Map(draft.personEntries),
		deviceEntries: new Map(draft.deviceEntries),
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
				addMember(draft, id, { person: statement.person, role: "owner", since, card: statement.card });
			}
			addDevice(draft, id, { device, person: statement.person, since, invite: null, active: true });
			draft.keys.push(...grantsOf(signed));
			return;
		case "invite": {
			const { invite, role, ends, uses } = statement;
			// Made beside the statement by which they are an owner no more: it lets nobody in.
			const withdrawn = roleOfDevice(draft, device) !== "owner";
			draft.invites.set(invite, { invite, role, ends, uses, used: 0, withdrawn, by: author, device });
			return;
		}
		case "withdraw-invite":
			changeEntry(draft.invites, statement.invite, { withdrawn: true });
			return;
		case "join": {
			const invite = draft.invites.get(statement.invite);
			if (invite === undefined) return;
			draft.invites.set(statement.invite, { ...invite, used: invite.used + 1 });
			addMember(draft, id, { person: statement.person, role: invite.role, since, card: statement.card });
			addDevice(draft, id, { device, person: statement.person, since, invite: statement.invite, active: true });
			return;
		}
		case "set-role": {
			const member = draft.members.get(statement.person);
			if (member === undefined) return;
			const kept = lanesOf(statement.role);
			const lost = lanesOf(member.role).filter((lane) => !kept.includes(lane));
			if (lost.length > 0) restrict(draft, id, devicesOf(draft, statement.person), lost, statement.seen);
			draft.members.set(statement.person, { ...member, role: statement.role });
			if (statement.role !== "owner") withdraw(draft, (invite) => invite.by === statement.person);
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
			addDevice(draft, id, { device, person: statement.person, since, invite: null, active: true });
			return;
		case "hand-keys":
		case "gather":
			return;
		case "remove-device":
			restrict(draft, id, [statement.device], ["content", "annotation", "membership"], statement.seen);
			changeEntry(draft.devices, statement.device, { active: false });
			withdrawKnownTo(draft, (known) => known === statement.device);
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
	withdrawKnownTo(draft, (device) => draft.devices.get(device)?.person === person);
}

function addMember(draft: MembershipDraft, statement: string, member: Member): void {
	draft.members.set(member.person, member);
	draft.personEntries.set(member.person, statement);
}

function addDevice(draft: MembershipDraft, statement: string, device: MemberDevice): void {
	draft.devices.set(device.device, device);
	draft.deviceEntries.set(device.device, statement);
}

function withdraw(draft: MembershipDraft, isMeant: (invite: Invite) => boolean): void {
	for (const invite of draft.invites.values()) if (isMeant(invite)) changeEntry(draft.invites, invite.invite, { withdrawn: true });
}

function withdrawKnownTo(draft: MembershipDraft, isTheirs: (device: string) => boolean): void {
	const known = invitesKnownTo(draft, isTheirs);
	withdraw(draft, ({ invite }) => known.has(invite));
}
