/** Whether a statement's author had the right to it, in a membership made of what it builds on (R7, R9, R11, R12). */
import type { Membership, MembershipDraft } from "./membership";
import type { Role, SignedStatement } from "./statements";

/** Why a statement does not count. */
export type StatementRefusal =
	| "not-first"
	| "no-space"
	| "not-a-member"
	| "no-right"
	| "last-owner"
	| "no-such-person"
	| "no-such-device"
	| "already-a-member"
	| "known-device"
	| "no-such-invite"
	| "known-invite"
	| "invite-ended"
	| "invite-used-up"
	| "wrong-epoch"
	| "private-space";

/** Null when the author has the right. Certificates, proofs and the space's id are checked elsewhere (`credentials.ts`). */
export function refusalOf(draft: MembershipDraft, { device, statement, heads, time }: SignedStatement): StatementRefusal | null {
	if (statement.is === "create") return draft.kind === null && heads.length === 0 ? null : "not-first";
	if (draft.kind === null) return "no-space";
	if (statement.is === "join") {
		if (draft.members.has(statement.person)) return "already-a-member";
		return deviceRefusal(draft, device, statement.person) ?? inviteRefusal(draft, statement.invite, time);
	}
	if (statement.is === "add-device") {
		// With a certificate a device may add itself: that is how a recovery kit opens a book on a new laptop.
		if (!draft.members.has(statement.person)) return "no-such-person";
		if (device !== statement.device && personOf(draft, device) !== statement.person) return "no-right";
		return deviceRefusal(draft, statement.device, statement.person);
	}
	const person = personOf(draft, device);
	const role = person === null ? undefined : draft.members.get(person)?.role;
	if (person === null || role === undefined) return "not-a-member";
	switch (statement.is) {
		case "invite":
			if (draft.kind === "private") return "private-space";
			return ownerOnly(role) ?? (draft.invites.has(statement.invite) ? "known-invite" : null);
		case "withdraw-invite":
			return ownerOnly(role) ?? (draft.invites.has(statement.invite) ? null : "no-such-invite");
		case "set-role":
			return (
				ownerOnly(role) ?? missing(draft, statement.person) ?? (statement.role === "owner" ? null : lastOwner(draft, statement.person))
			);
		case "remove-person":
			return ownerOnly(role) ?? missing(draft, statement.person) ?? lastOwner(draft, statement.person);
		case "leave":
			return lastOwner(draft, person);
		case "remove-device": {
			const target = draft.devices.get(statement.device);
			if (target === undefined || !target.active) return "no-such-device";
			return target.person === person || role === "owner" ? null : "no-right";
		}
		case "rotate":
		case "rename":
			return ownerOnly(role);
		case "introduce":
			return null;
		case "admit":
			return ownerOnly(role) ?? (draft.devices.has(statement.device) ? null : "no-such-device");
	}
}

/** R14: a new key belongs to the epoch after the last one that its author knew. Two authors may give one epoch a key each. */
export function epochRefusal(draft: MembershipDraft, { statement }: SignedStatement): StatementRefusal | null {
	if (statement.is !== "remove-person" && statement.is !== "remove-device" && statement.is !== "rotate") return null;
	return statement.epoch === latestEpoch(draft) + 1 ? null : "wrong-epoch";
}

/** The highest epoch that has a key; -1 before there is one. */
export function latestEpoch(draft: Pick<Membership, "keys">): number {
	return draft.keys.reduce((highest, { epoch }) => Math.max(highest, epoch), -1);
}

function personOf(draft: MembershipDraft, device: string): string | null {
	const known = draft.devices.get(device);
	return known?.active === true ? known.person : null;
}

function ownerOnly(role: Role): StatementRefusal | null {
	return role === "owner" ? null : "no-right";
}

function missing(draft: MembershipDraft, person: string): StatementRefusal | null {
	return draft.members.has(person) ? null : "no-such-person";
}

function lastOwner(draft: MembershipDraft, person: string): StatementRefusal | null {
	const owners = [...draft.members.values()].filter(({ role }) => role === "owner");
	return owners.length === 1 && owners[0]?.person === person ? "last-owner" : null;
}

/** A device serves one person, and a removed device does not come back. A person who was removed may be invited again. */
function deviceRefusal(draft: MembershipDraft, device: string, person: string): StatementRefusal | null {
	const known = draft.devices.get(device);
	if (known === undefined) return null;
	return known.person === person && !known.active && !draft.members.has(person) ? null : "known-device";
}

function inviteRefusal(draft: MembershipDraft, invite: string, time: number): StatementRefusal | null {
	const known = draft.invites.get(invite);
	if (known === undefined) return "no-such-invite";
	if (known.withdrawn || (known.ends !== 0 && time > known.ends)) return "invite-ended";
	return known.uses !== 0 && known.used >= known.uses ? "invite-used-up" : null;
}
