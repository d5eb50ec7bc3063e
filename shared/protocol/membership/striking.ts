/** Removals beat what stands beside them (R10): what each of them strikes, and who prevails when two strike each other. */
import { invitesKnownTo } from "./membership";
import type { MembershipDraft } from "./membership-draft";
import type { StatementGraph } from "./statement-graph";
import type { SignedStatement, Statement } from "./statements";

/** A statement whose author had the right to it. */
export interface Entitled {
	readonly signed: SignedStatement;
	/** How long its author has been here, when it removes somebody or takes an owner's role: such statements strike. Null: it does not. */
	readonly standing: Standing | null;
}

/** Since when somebody has been here, the person and the device: how many statements they joined by built on, and its id. */
type Standing = readonly { readonly after: number; readonly entry: string }[];

/** A statement whose author had the right to it in `known`. What strikes may change of the rest does not change their standing. */
export function entitledIn(graph: StatementGraph, known: MembershipDraft, signed: SignedStatement): Entitled {
	const { device, statement } = signed;
	const isDemotion = statement.is === "set-role" && statement.role !== "owner" && known.members.get(statement.person)?.role === "owner";
	if (!isRemoval(statement) && !isDemotion) return { signed, standing: null };
	const person = known.personEntries.get(known.devices.get(device)?.person ?? "") ?? "";
	const entries = [person, known.deviceEntries.get(device) ?? ""];
	return { signed, standing: entries.map((entry) => ({ after: graph.countUpTo([entry]), entry })) };
}

/** The removals among statements, those of the longest-standing authors first. */
export function bySeniority(statements: readonly Entitled[]): readonly Entitled[] {
	return statements.filter(({ standing }) => standing !== null).sort(compareStanding);
}

/**
 * What a removal strikes of the statements that stand beside it: what those state whom it removes, or as owners those whom
 * it takes that role from. Of removals only those by somebody who has been here less long than its own author.
 */
export function strikesOf(draft: MembershipDraft, striker: Entitled): (other: Entitled) => boolean {
	const removal = striker.signed;
	const isMeant = meantBy(draft, removal.statement);
	const isWhole = isRemoval(removal.statement);
	const known = isWhole ? invitesKnownTo(draft, isMeant) : invitesMadeBy(draft, isMeant);
	return (other) => {
		const { device, statement } = other.signed;
		if (other.standing !== null && compareStanding(striker, other) >= 0) return false;
		if (isMeant(device)) return isWhole || isForOwners(draft, other.signed);
		// Whoever knows an invite's secret could come back by it as somebody else, as if they had joined before.
		return statement.is === "join" && known.has(statement.invite);
	};
}

function isRemoval({ is }: Statement): boolean {
	return is === "remove-person" || is === "remove-device";
}

/** The devices that a removal takes something from. */
function meantBy(draft: MembershipDraft, removal: Statement): (device: string) => boolean {
	if (removal.is === "remove-device") return (device) => device === removal.device;
	if (removal.is === "remove-person" || removal.is === "set-role") return (device) => draft.devices.get(device)?.person === removal.person;
	return () => false;
}

function invitesMadeBy({ invites }: MembershipDraft, isMeant: (device: string) => boolean): ReadonlySet<string> {
	return new Set([...invites.values()].filter(({ device }) => isMeant(device)).map(({ invite }) => invite));
}

function isForOwners(draft: MembershipDraft, { device, statement }: SignedStatement): boolean {
	switch (statement.is) {
		case "invite":
		case "withdraw-invite":
		case "set-role":
		case "remove-person":
		case "rotate":
		case "rename":
		case "admit":
			return true;
		case "remove-device":
			return draft.devices.get(statement.device)?.person !== draft.devices.get(device)?.person;
		case "create":
		case "join":
		case "leave":
		case "add-device":
		case "hand-keys":
		case "introduce":
		case "gather":
			return false;
	}
}

/** Negative when the author of the first has been here longer: the person, then the device. */
function compareStanding(one: Entitled, other: Entitled): number {
	for (const [index, first] of (one.standing ?? []).entries()) {
		const second = other.standing?.[index];
		if (second === undefined || first.entry === second.entry) continue;
		return first.after - second.after || (first.entry < second.entry ? -1 : 1);
	}
	return 0;
}
