/** A new laptop begins a private space for a new person; where a recovery kit then makes it another person's, that beginning goes. */
import type { Host } from "../../../shared/host";
import { toHex } from "../../../shared/protocol/bytes";
import { readStatement } from "../../../shared/protocol/envelope";
import { privateSpaceIdOf } from "../../../shared/protocol/membership/credentials";
import type { Sodium } from "../../../shared/protocol/sodium";
import type { LogEntry, LogStore } from "../log/log-store";
import { emptyingOf, isEmptyBook } from "./empty-book";

/** More entries than a beginning has: a name, a picture and a colour may have been stated, and changed. */
const MOST_OF_A_BEGINNING = 50;

/** Takes the beginning of somebody else's private space out of a book in which nothing else is. */
export async function leaveFormerPerson(log: LogStore, host: Host, loadSodium: () => Promise<Sodium>): Promise<void> {
	if ((await log.lastSeq()) > MOST_OF_A_BEGINNING) return;
	const statements = await log.statements();
	const [only] = new Set(statements.map(({ space }) => space));
	if (only === undefined || statements.some(({ space }) => space !== only)) return;
	const [sodium, { personKey, formerSpace }] = await Promise.all([loadSodium(), host.call("identity.open")]);
	if (!statements.some((entry) => beginsPrivate(sodium, entry))) return;
	if (only === privateSpaceIdOf(sodium, toHex(personKey)) || formerSpace !== null) return;
	if (await isEmptyBook(log, { privateSpace: only })) await log.change(await emptyingOf(log));
}

function beginsPrivate(sodium: Sodium, { bytes }: LogEntry): boolean {
	const { statement } = readStatement(sodium, bytes);
	return statement.is === "create" && statement.kind === "private";
}
