/** A CV between formats: what importers of CVs give and exporters take, whatever the formats' own shapes. */

import { type CvFields, entriesOf, readCvList } from "../../model/cv";
import type { CvSection } from "../../model/cv/sections";
import { cvFieldType } from "../../model/cv/sections";
import type { ItemId } from "../../model/item";
import { orderKeys } from "../order-keys";

/** A value as it is written: lists only in fields that are lists. */
export type ResumeValue = string | readonly string[];

export interface ResumeEntry {
	readonly section: CvSection;
	readonly fields: Readonly<Record<string, ResumeValue>>;
	/** What the format said of this entry and we have no field for; null when there is nothing. */
	readonly extra: unknown;
}

export interface Resume {
	readonly basics: Readonly<Record<string, string>>;
	/** In the order in which they are shown, section by section. */
	readonly entries: readonly ResumeEntry[];
	/** What formats said of the whole and we have no field for, by the name of the format. */
	readonly extra: Readonly<Record<string, unknown>>;
}

/** The input of the model's `make`. `newId` gives the entries' ids. */
export function cvInput(resume: Resume, title: string, newId: () => ItemId): Readonly<Record<string, unknown>> {
	const entries: Record<string, string> = {};
	const orders = orderKeys(resume.entries.length);
	for (const [index, { section, fields, extra }] of resume.entries.entries()) {
		const id = newId();
		entries[`${id}/section`] = section;
		entries[`${id}/order`] = orders[index] ?? "a0";
		for (const [field, value] of Object.entries(fields)) {
			entries[`${id}/${field}`] = typeof value === "string" ? value : JSON.stringify(value);
		}
		if (extra !== null) entries[`${id}/extra`] = JSON.stringify(extra);
	}
	const extra = Object.keys(resume.extra).length === 0 ? "" : JSON.stringify(resume.extra);
	return { title, basics: resume.basics, entries, extra };
}

/** What a CV of the book says. */
export function resumeOf({ basics, entries, extra }: Pick<CvFields, "basics" | "entries" | "extra">): Resume {
	return {
		basics,
		entries: entriesOf(entries).map(({ section, fields }) => {
			const { extra: more = "", ...said } = fields;
			const values = Object.entries(said).map(([field, value]): [string, ResumeValue] => [
				field,
				cvFieldType(section, field) === "list" ? readCvList(value) : value,
			]);
			return { section, fields: Object.fromEntries(values), extra: more === "" ? null : readJson(more) };
		}),
		extra: asObject(readJson(extra)),
	};
}

function readJson(text: string): unknown {
	try {
		return JSON.parse(text);
	} catch {
		return null;
	}
}

/** The value where it is an object, otherwise an empty one. */
export function asObject(value: unknown): Readonly<Record<string, unknown>> {
	return typeof value === "object" && value !== null && !Array.isArray(value) ? (value as Record<string, unknown>) : {};
}
