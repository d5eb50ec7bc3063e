/** Report entries by what happened, the most frequent first. */
import type { ReportCode, ReportEntry } from "../../../../shared/formats/contract";

export interface EntryGroup {
	readonly code: ReportCode;
	readonly entries: readonly ReportEntry[];
}

export function groupEntries(entries: readonly ReportEntry[]): readonly EntryGroup[] {
	const groups = new Map<ReportCode, ReportEntry[]>();
	for (const entry of entries) {
		const group = groups.get(entry.code);
		if (group === undefined) groups.set(entry.code, [entry]);
		else group.push(entry);
	}
	return [...groups].map(([code, list]) => ({ code, entries: list })).sort((a, b) => b.entries.length - a.entries.length);
}
