import type { ItemId, ItemKind } from "../model/item";
import type { ImportReport, ReportCode, ReportEntry } from "./contract";

/** Gathers an `ImportReport` while an import or export runs. */
export class ReportBuilder {
	readonly #taken: Partial<Record<ItemKind, number>> = {};
	readonly #changed: ReportEntry[] = [];
	readonly #skipped: ReportEntry[] = [];
	readonly #made: ItemId[] = [];

	constructor(readonly source: string) {}

	take(kind: ItemKind, id?: ItemId): void {
		this.#taken[kind] = (this.#taken[kind] ?? 0) + 1;
		if (id !== undefined) this.#made.push(id);
	}

	/** Something was taken, but not quite as it was. */
	changed(code: ReportCode, subject: string, detail?: string): void {
		this.#changed.push(entry(code, subject, detail));
	}

	/** Something was not taken. */
	skipped(code: ReportCode, subject: string, detail?: string): void {
		this.#skipped.push(entry(code, subject, detail));
	}

	/** Entries of somebody else, who read the source. */
	refused(entries: readonly ReportEntry[]): void {
		this.#skipped.push(...entries);
	}

	finish(root: ItemId | null): ImportReport {
		return { source: this.source, taken: this.#taken, changed: this.#changed, skipped: this.#skipped, root, made: this.#made };
	}
}

function entry(code: ReportCode, subject: string, detail: string | undefined): ReportEntry {
	const short = subject.length > 300 ? `${subject.slice(0, 299)}…` : subject;
	if (detail === undefined) return { subject: short, code };
	return { subject: short, code, detail: detail.length > 300 ? `${detail.slice(0, 299)}…` : detail };
}
