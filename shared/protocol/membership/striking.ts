/** Removals beat what stands beside them (R10): what each of them strikes, and who prevails when two strike each other. */
import { invitesKnownTo } from "./membership";
import type { MembershipDraft } from "./membership-draft";
import type { StatementGraph } from "./statement-graph";
import type { SignedStatement, Statement } from "./statements";

/**
 * A statement whose author had the right to it. All of this follows from what the author knew, so that nothing that is
 * stated elsewhere or later changes what strikes what.
 */
export interface Entitled {
	readonly signed: SignedStatement;
	/** The author. */
	readonly person: string;
	/** Whether only owners may state it. */
	readonly isForOwners: boolean;
	/** Null when it takes nothing from anybody: it strikes nothing. */
	readonly taking: Taking | null;
}

/** What a statement takes, and from whom: what they state beside it, not knowing, is struck. */
interface Taking {
	/** How long its author has been here. */
	readonly standing: Standing;
	/** Only what owners state, from whoever is one no more; everything, from whoever is removed. */
	readonly takes: "everything" | "ownership";
	readonly from: { readonly person: string } | { readonly device: string };
	/** Invites by which nobody is to come in any more. */
	readonly invites: ReadonlySet<string>;
}

/** Since when somebody has been here, the person and the device: how many statements the one they came by built on, and its id. */
type Standing = readonly { readonly after: number; readonly entry: string }[];

/** A statement whose author had the right to it in `known`. */
export function entitledIn(graph: StatementGraph, known: MembershipDraft, signed: SignedStatement): Entitled {
	const { device, statement } = signed;
	const isEntry = statement.is === "create" || statement.is === "join" || statement.is === "add-device";
	const person = isEntry ? statement.person : (known.devices.get(device)?.person ?? "");
	return { signed, person, isForOwners: isOnlyForOwners(known, person, statement), taking: takingOf(graph, known, signed, person) };
}

/** The statements that strike, those of the longest-standing authors first. */
export function bySeniority(statements: readonly Entitled[]): readonly Entitled[] {
	return statements.filter(({ taking }) => taking !== null).sort(compareStanding);
}

/** Whether `striker` strikes a statement that stands beside it. Of those that take something it strikes only what is by somebody who has been here less long. */
export function strikes(striker: Entitled, other: Entitled): boolean {
	const { taking } = striker;
	if (taking === null || (other.taking !== null && compareStanding(striker, other) >= 0)) return false;
	const isTheirs = "person" in taking.from ? other.person === taking.from.person : other.signed.device === taking.from.device;
	if (isTheirs) return taking.takes === "everything" || other.isForOwners;
	// Whoever knows an invite's secret could come back by it as somebody else, as if they had joined before.
	const { statement } = other.signed;
	return statement.is === "join" && taking.invites.has(statement.invite);
}

function takingOf(graph: StatementGraph, known: MembershipDraft, { device, statement }: SignedStatement, person: string): Taking | null {
	const entries = [known.personEntries.get(person) ?? "", known.deviceEntries.get(device) ?? ""];
	const standing = (): Standing => entries.map((entry) => ({ after: graph.countUpTo([entry]), entry }));
	if (statement.is === "remove-device") {
		const invites = invitesKnownTo(known, (other) => other === statement.device);
		return { standing: standing(), takes: "everything", from: { device: statement.device }, invites };
	}
	if (statement.is === "remove-person") {
		const invites = invitesKnownTo(known, (other) => known.devices.get(other)?.person === statement.person);
		return { standing: standing(), takes: "everything", from: { person: statement.person }, invites };
	}
	if (statement.is === "set-role" && statement.role !== "owner" && known.members.get(statement.person)?.role === "owner") {
		const made = [...known.invites.values()].filter(({ by }) => by === statement.person).map(({ invite }) => invite);
		return { standing: standing(), takes: "ownership", from: { person: statement.person }, invites: new Set(made) };
	}
	return null;
}

function isOnlyForOwners(known: MembershipDraft, person: string, statement: Statement): boolean {
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
			return known.devices.get(statement.device)?.person !== person;
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
function compareStanding({ taking: one }: Entitled, { taking: other }: Entitled): number {
	for (const [index, first] of (one?.standing ?? []).entries()) {
		const second = other?.standing[index];
		if (second === undefined || first.entry === second.entry) continue;
		return first.after - second.after || (first.entry < second.entry ? -1 : 1);
	}
	return 0;
}
