/** Finds links and embeds of imported notes that lead nowhere. */
import type { ItemLink } from "../../model/item";
import { nameKey } from "../../model/names";
import type { BookWriter, JobContext } from "../contract";
import { namesAttachment } from "../media-types";
import type { ReportBuilder } from "../report-builder";

interface Wanted {
	readonly target: string;
	readonly attachment: boolean;
	readonly from: string[];
	times: number;
}

export class LinkCheck {
	readonly #names = new Set<string>();
	readonly #wanted = new Map<string, Wanted>();

	/** Something that links may lead to: a page's title or alias, a file's name. */
	name(name: string): void {
		this.#names.add(nameKey(name));
	}

	/** What a note links to. */
	links(note: string, links: readonly ItemLink[]): void {
		for (const link of links) {
			const wanted = this.#wanted.get(link.key);
			if (wanted === undefined) {
				this.#wanted.set(link.key, { target: link.target, attachment: namesAttachment(link.target), from: [note], times: 1 });
			} else {
				wanted.times++;
				if (wanted.from.length < 3 && !wanted.from.includes(note)) wanted.from.push(note);
			}
		}
	}

	/** Reports what neither the import nor the book has, each once, with where it is wanted. */
	async report(book: BookWriter, report: ReportBuilder, context: JobContext): Promise<void> {
		const missing = [...this.#wanted.keys()].filter((key) => !this.#names.has(key));
		for (const row of [...(await book.find("page", missing)), ...(await book.find("file", missing))]) this.#names.add(row.key);
		await context.breathe();
		for (const key of missing) {
			const wanted = this.#wanted.get(key);
			if (wanted === undefined || this.#names.has(key)) continue;
			const where = wanted.from.join(", ") + (wanted.times > wanted.from.length ? ` (${wanted.times}×)` : "");
			report.skipped(wanted.attachment ? "missing-attachment" : "missing-page", wanted.target, where);
		}
	}
}
