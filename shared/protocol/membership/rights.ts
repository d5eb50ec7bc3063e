/** Whether a statement's author had the right to it, in a membership made of what it builds on (R7, R9, R11, R12). */
import { keyRecipients, type Membership } from "./membership";
import type { MembershipDraft } from "./membership-draft";
import type { SignedStatement } from "./statements";

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
	| "no-such-recipient"
	| "no-such-invite"
	| "known-invite"
	| "invite-ended"
	| "invite-used-up"
	| "wrong-epoch"
	| "private-space";

/**
 * Null when the statement may be made in this membership, by this author. Certificates, proofs and the space's id are
 * checked elsewhere (`credentials.ts`).
 */
export function refusalOf(draft: MembershipDraft, signed: SignedStatement): StatementRefusal | null {
	return authorRefusal(draft, signed) ?? conflictOf(draft, signed);
}

/** Whether the author has the right: asked of the membership that they knew. */
function authorRefusal(draft: MembershipDraft, { device, number, statement, heads }: SignedStatement): StatementRefusal | null {
	// Whoever begins a space knows nothing of it; whether it fits beside another beginning is no question of right.
	if (statement.is === "create") return heads.length === 0 && number === 1 ? null : "not-first";
	if (draft.kind === null) return "no-space";
	// An invite's secret, or a certificate, is the right: that is how a recovery kit opens a book on a new laptop.
	if (statement.is === "join" || statement.is === "add-device") return null;
	const person = personOf(draft, device);
	const role = person === null ? undefined : draft.members.get(person)?.role;
	if (role === undefined) return "not-a-member";
	switch (statement.is) {
		case "leave":
		case "introduce":
		case "gather":
			return null;
		case "hand-keys": {
			const recipients = new Set(keyRecipients(draft));
			return statement.boxes.every(({ to }) => recipients.has(to)) ? null : "no-such-recipient";
		}
		case "remove-device":
			return draft.devices.get(statement.device)?.person === person || role === "owner" ? null : "no-right";
		case "invite":
		case "withdraw-invite":
		case "set-role":
		case "remove-person":
		case "rotate":
		case "rename":
		case "admit":
			return role === "owner" ? null : "no-right";
	}
}

/** Whether the statement still fits: asked of what its author knew, and again beside everything that was stated meanwhile. */
export function conflictOf(draft: MembershipDraft, { device, statement, time }: SignedStatement): StatementRefusal | null {
	switch (statement.is) {
		case "create":
			if (draft.kind === null) return null;
			return draft.kind === "private" ? deviceRefusal(draft, device, statement.person) : "not-first";
		case "join":
			if (draft.members.has(statement.person)) return "already-a-member";
			return deviceRefusal(draft, device, statement.person) ?? inviteRefusal(draft, statement.invite, time);
		case "add-device":
			return missing(draft, statement.person) ?? deviceRefusal(draft, device, statement.person);
		case "invite":
			if (draft.kind === "private") return "private-space";
			return draft.invites.has(statement.invite) ? "known-invite" : null;
		case "withdraw-invite":
			return draft.invites.has(statement.invite) ? null : "no-such-invite";
		case "set-role":
			return missing(draft, statement.person) ?? (statement.role === "owner" ? null : lastOwner(draft, statement.person));
		case "remove-person":
			return missing(draft, statement.person) ?? lastOwner(draft, statement.person);
		case "leave":
			return lastOwner(draft, draft.devices.get(device)?.person ?? "");
		case "remove-device":
			return draft.devices.get(statement.device)?.active === true ? null : "no-such-device";
		case "admit":
			return draft.devices.has(statement.device) ? null : "no-such-device";
		case "rotate":
		case "rename":
		case "introduce":
		case "hand-keys":
		case "gather":
			return null;
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
