/** What lies in quarantine is tried again by every new program: it may read what the one before could not. */
import type { ItemId } from "../../shared/model/item";
import { EnvelopeRefused } from "../../shared/protocol/envelope";
import type { Opener } from "./documents/sealer";
import type { Library } from "./library/library";
import type { LogStore } from "./log/log-store";
import { isHostile } from "./spaces/vetting";

/** An item that has got back what it had lost, and where in the log that lies now. */
export interface Regained {
	readonly id: ItemId;
	readonly seq: number;
}

/**
 * Puts back into the log what can be opened now, unless this program has tried already. To be called before documents
 * are opened, so that none is in memory without what it gets back. The library only remembers who has tried: when it is
 * made again, what is in quarantine is tried again too.
 */
export async function readAgain(log: LogStore, opener: Opener, library: Library, program: string): Promise<readonly Regained[]> {
	const aside = await log.quarantined();
	if (aside.length === 0 || (await library.triedBy()) === program) return [];
	const regained: Regained[] = [];
	for (const { id, bytes, items, why } of aside) {
		// What was opened and found hostile when it came stays where it is.
		if (isHostile(why) || !canBeOpened(opener, bytes)) continue;
		const seq = await log.release(id);
		regained.push(...items.map((item) => ({ id: item, seq })));
	}
	await library.setTriedBy(program);
	return regained;
}

function canBeOpened(opener: Opener, bytes: Uint8Array): boolean {
	try {
		opener.open(bytes);
		return true;
	} catch (error) {
		if (error instanceof EnvelopeRefused) return false;
		throw error;
	}
}
