/** What could not be used is tried again by every new program: it may read what the one before could not. */
import { EnvelopeRefused } from "../../shared/protocol/envelope";
import { asUnjudged } from "../../shared/protocol/forks";
import type { Health } from "./contract";
import type { Library } from "./library/library";
import { asAside } from "./log/entry-standing";
import type { LogStore, NewLogEntry, Quarantined } from "./log/log-store";
import type { HeldSpaces } from "./spaces/held-spaces";

/** What is kept and cannot be used, wherever it lies. */
export async function unusable(log: Pick<LogStore, "quarantined" | "aside">): Promise<Health["quarantined"]> {
	const aside = (await log.aside()).map(({ id, aside: why = "", lateItems: items = [], asideSince: at = 0 }) => ({ id, why, items, at }));
	return [...(await log.quarantined()), ...aside].map(({ id, why, items, at }) => ({ envelope: id, why, items, at }));
}

export interface ReadAgainParts {
	readonly log: LogStore;
	readonly library: Library;
	readonly held: Pick<HeldSpaces, "get">;
	/** Names the program: another version has another name. */
	readonly program: string;
	/** Whether the bytes are those that the id names. */
	readonly isWhole: (entry: NewLogEntry) => boolean;
	/** What an earlier version wrote into, and how that is opened: it throws EnvelopeRefused. */
	readonly former: { readonly id: string; open(bytes: Uint8Array): unknown } | null;
}

/**
 * Takes out of quarantine what is whole, unless this program has tried already: into the log as aside, what is of the former
 * space as part of it. To be called before documents are opened; what is aside is tried with what it gives, afterwards. The
 * library only remembers who has tried: when it is made again, all is tried again too.
 */
export async function readAgain(parts: ReadAgainParts): Promise<(tryAside: () => Promise<void>) => Promise<void>> {
	const { log, library, program, held } = parts;
	if ((await library.triedBy()) === program) return async () => undefined;
	const quarantined = await log.quarantined();
	for (const entry of quarantined) {
		const back = putBack(parts, entry);
		if (back === null) continue;
		// Statements that came while it lay there have not judged it.
		const space = held.get(back.space);
		const local = space === null ? null : { ...space.local, judgedUnder: asUnjudged(space.local.judgedUnder) };
		await log.change({ release: [entry.id], add: [back], ...(local === null ? {} : { spaces: [local] }) });
		if (space !== null && local !== null) space.local = local;
	}
	const isSomething = quarantined.length > 0 || (await log.aside()).length > 0;
	return async (tryAside) => {
		if (!isSomething) return;
		// Noted before: something that ends the program must not end it at every start.
		const before = await library.triedBy();
		await library.setTriedBy(program);
		try {
			await tryAside();
		} catch (error) {
			await library.setTriedBy(before);
			throw error;
		}
	};
}

/** The entry as it goes back; null for what stays where it is. */
function putBack({ isWhole, former }: ReadAgainParts, entry: Quarantined): NewLogEntry | null {
	const { why, at, ...kept } = entry;
	if (entry.space === "" || why === "unknown-device" || !isWhole(entry)) return null;
	if (entry.space !== former?.id) return asAside(kept, why, at);
	return canOpen(former, entry.bytes) ? kept : null;
}

function canOpen(former: NonNullable<ReadAgainParts["former"]>, bytes: Uint8Array): boolean {
	try {
		former.open(bytes);
		return true;
	} catch (error) {
		if (error instanceof EnvelopeRefused) return false;
		throw error;
	}
}
