/** What somebody who is in a space no longer may still know of it: how they went out, and nothing that was stated since (R17). */
import type { MembershipHistory } from "./membership-history";
import type { SignedStatement } from "./statements";

type Known = Pick<MembershipHistory, "current" | "statements" | "whyNotCounted" | "isWithin">;

/**
 * Ids of the statements by which a person, or their device, went out, and of all that these build on. Null for whoever is in
 * the space, and for whoever never was.
 */
export function knownToFormer(history: Known, person: string, device: string): ReadonlySet<string> | null {
	const membership = history.current();
	if (membership === null) return null;
	const theirs = new Set([...membership.devices.values()].filter((one) => one.person === person).map((one) => one.device));
	const known = membership.devices.get(device);
	if (theirs.size === 0 || (known !== undefined && known.person !== person)) return null;
	if (membership.members.has(person) && known?.active !== false) return null;
	const statements = history.statements();
	const endings = statements.filter((signed) => endsFor(signed, person, device, theirs) && history.whyNotCounted(signed.id) === null);
	if (endings.length === 0) return null;
	const ids = endings.map(({ id }) => id);
	return new Set(statements.map(({ id }) => id).filter((id) => history.isWithin(id, ids)));
}

function endsFor({ device: author, statement }: SignedStatement, person: string, device: string, theirs: ReadonlySet<string>): boolean {
	if (statement.is === "remove-person") return statement.person === person;
	if (statement.is === "remove-device") return statement.device === device;
	return statement.is === "leave" && theirs.has(author);
}
