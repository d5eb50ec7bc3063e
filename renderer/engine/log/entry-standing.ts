/** How an entry of the log stands in the book, and how it changes: always by going out of the log and coming in again at its end. */
import type { ItemId } from "../../../shared/model/item";
import type { LogEntry, LogStore, NewLogEntry } from "./log-store";

/** The entry as it is when it is part of the book: without its position and without any mark. */
export function bare({ id, space, device, number, lane, bytes, items, origin }: NewLogEntry): NewLogEntry {
	return { id, space, device, number, lane, bytes, items, origin };
}

/** The entry when it is no part of the book: what it changed is remembered. */
function withoutItems(entry: NewLogEntry): NewLogEntry {
	const left = [...new Set([...entry.items, ...(entry.lateItems ?? [])])];
	return { ...bare(entry), items: [], ...(left.length === 0 ? {} : { lateItems: left }) };
}

/** It came late (docs/protocol.md R5). */
export const asLate = (entry: NewLogEntry): NewLogEntry => ({ ...withoutItems(entry), late: entry.space });

/** There is no key here to open it with. */
export const asUnopened = (entry: NewLogEntry): NewLogEntry =>
	isLate(entry) ? asLate(entry) : { ...withoutItems(entry), unopened: entry.space };

/** It cannot be used. */
export const asAside = (entry: NewLogEntry, why: string, since: number): NewLogEntry => ({
	...(isLate(entry) ? asLate(entry) : withoutItems(entry)),
	aside: why,
	asideSince: since,
});

/** Automerge refuses it, maybe only beside something else. What is late is tried only because others rest on it: it stays so. */
export const asRefused = (entry: NewLogEntry, since: number): NewLogEntry => ({
	...withoutItems(entry),
	...(isLate(entry) ? { restedOn: entry.space } : {}),
	aside: "poisoned",
	asideSince: since,
});

/** Its changes count in some of its items alone, because a device forked (docs/protocol.md R2). */
export function asForked(
	entry: NewLogEntry,
	{ items, out }: { readonly items: readonly ItemId[]; readonly out: readonly ItemId[] },
	since: number,
): NewLogEntry {
	const left = isLate(entry) ? asRestedOn(entry) : bare(entry);
	return out.length === 0 ? { ...left, items } : { ...left, items, lateItems: out, aside: "forked", asideSince: entry.asideSince ?? since };
}

/** It is part of the book because what others wrote rests on it. */
export const asRestedOn = (entry: NewLogEntry): NewLogEntry => ({ ...bare(entry), restedOn: entry.space });

/** Whether it came late, part of the book or not. */
export const isLate = ({ late, restedOn }: NewLogEntry): boolean => late !== undefined || restedOn !== undefined;

/** What is in the log and may have been part of the book once. */
export async function notInTheBook(log: Pick<LogStore, "late" | "aside" | "unopened">): Promise<readonly LogEntry[]> {
	return (await Promise.all([log.late(null), log.aside(), log.unopened(null)])).flat();
}
