/**
 * A CV: what JSON Resume and Europass can say of a person. Every field of every entry is a value of its own in the
 * document, under `entry/field`, so that two people who edit offline lose nothing of each other. A removed entry is
 * only marked: putting it back brings what others wrote into it meanwhile.
 */
import { z } from "zod";
import { defineCommand } from "./commands";
import { isCvDate } from "./cv/dates";
import { type CvFieldType, type CvSection, cvBasicType, cvFieldType, isCvSection } from "./cv/sections";
import { CommandRefused, type Draft, type ItemFields, type ItemModel, newItemShape, readItem, readString, short } from "./item";
import { cleanTag, cleanTitle, nameKey } from "./names";

export const LONGEST_CV_VALUE = 100_000;
/** Values in one CV, all entries together. */
export const MOST_CV_VALUES = 50_000;

/** One entry of a section as it is read: its fields by name, lists as JSON. */
export interface CvEntry {
	readonly id: string;
	readonly section: CvSection;
	/** Position in its section: a fractional index. */
	readonly order: string;
	readonly fields: Readonly<Record<string, string>>;
}

export interface CvFields extends ItemFields {
	readonly kind: "cv";
	readonly basics: Readonly<Record<string, string>>;
	/** `entry/field` to value; every entry has `section` and `order`, a removed one `removed`. */
	readonly entries: Readonly<Record<string, string>>;
	/** JSON of what another format said of the whole CV and we have no field for. */
	readonly extra: string;
}

const Value = z.string().max(LONGEST_CV_VALUE);
const EntryId = z.string().regex(/^[a-z0-9]{1,26}$/);
const Order = z.string().min(1).max(400);
const Values = z.record(z.string().max(40), Value);
const KEY = /^([a-z0-9]{1,26})\/([A-Za-z]{1,40})$/;

const NewCv = z.object({
	...newItemShape,
	basics: Values.default({}),
	entries: z.record(z.string().regex(KEY), Value).default({}),
	extra: z.string().max(1_000_000).default(""),
});

/** Lists lie in a document as JSON; what is none is an empty list. */
export function readCvList(value: string): readonly string[] {
	try {
		const parsed: unknown = JSON.parse(value);
		return Array.isArray(parsed) ? parsed.filter((entry): entry is string => typeof entry === "string") : [];
	} catch {
		return [];
	}
}

/** The entries that are not removed, by section and in their order; ties by id, so that every copy shows the same. */
export function entriesOf(entries: CvFields["entries"]): readonly CvEntry[] {
	const found = new Map<string, Record<string, string>>();
	for (const [key, value] of Object.entries(entries)) {
		const [, id, field] = KEY.exec(key) ?? [];
		if (id === undefined || field === undefined) continue;
		const fields = found.get(id) ?? {};
		fields[field] = value;
		found.set(id, fields);
	}
	const read: CvEntry[] = [];
	for (const [id, { section = "", order = "a0", removed = "", ...fields }] of found) {
		if (!isCvSection(section) || removed !== "") continue;
		const known = Object.entries(fields).filter(([field]) => cvFieldType(section, field) !== null);
		read.push({ id, section, order, fields: Object.fromEntries(known) });
	}
	return read.sort((a, b) => compare(a.section, b.section) || compare(a.order, b.order) || compare(a.id, b.id));
}

function compare(a: string, b: string): number {
	return a < b ? -1 : a > b ? 1 : 0;
}

function isValid(type: CvFieldType | null, value: string): boolean {
	switch (type) {
		case null:
			return false;
		case "text":
			return true;
		case "date":
			return value === "" || isCvDate(value);
		case "list":
			return value === "" || Array.isArray(parsed(value));
	}
}

function parsed(json: string): unknown {
	try {
		return JSON.parse(json);
	} catch {
		return null;
	}
}

function checkEntries(entries: Readonly<Record<string, string>>): void {
	if (Object.keys(entries).length > MOST_CV_VALUES) throw new CommandRefused("bad-value");
	for (const { section, fields } of entriesOf(entries)) {
		for (const [field, value] of Object.entries(fields))
			if (!isValid(cvFieldType(section, field), value)) throw new CommandRefused("bad-value");
	}
}

function readMap(value: unknown): Record<string, string> {
	if (typeof value !== "object" || value === null) return {};
	return Object.fromEntries(Object.entries(value).map(([key, entry]) => [key, readString(entry)]));
}

function mapIn(draft: Draft, name: "basics" | "entries"): Record<string, unknown> {
	if (typeof draft[name] !== "object" || draft[name] === null) draft[name] = {};
	return draft[name] as Record<string, unknown>;
}

/** The section of an entry; refuses when there is no such entry. */
function sectionOf(entries: Readonly<Record<string, unknown>>, id: string): CvSection {
	const section = readString(entries[`${id}/section`]);
	if (!isCvSection(section)) throw new CommandRefused("bad-value");
	return section;
}

function setFields(entries: Record<string, unknown>, id: string, section: CvSection, fields: Readonly<Record<string, string>>): void {
	for (const [field, value] of Object.entries(fields)) {
		if (!isValid(cvFieldType(section, field), value)) throw new CommandRefused("bad-value");
	}
	for (const [field, value] of Object.entries(fields)) entries[`${id}/${field}`] = short(value);
}

export const cvModel: ItemModel<CvFields> = {
	kind: "cv",
	version: 1,
	lane: "content",
	textFields: [],
	mapFields: ["basics", "entries"],
	make(input, now) {
		const { created, ...given } = NewCv.parse(input);
		for (const [field, value] of Object.entries(given.basics)) {
			if (!isValid(cvBasicType(field), value)) throw new CommandRefused("bad-value");
		}
		checkEntries(given.entries);
		return {
			...given,
			kind: "cv",
			model: 1,
			title: cleanTitle(given.title) || cleanTitle(given.basics.name ?? ""),
			tags: [...new Set(given.tags.map(cleanTag).filter((tag) => tag !== ""))].sort(),
			trashed: 0,
			created: created ?? now,
		};
	},
	read: (document) => ({
		...readItem(document),
		kind: "cv",
		basics: readMap(document.basics),
		entries: readMap(document.entries),
		extra: readString(document.extra),
	}),
	commands: {
		"set-basic": defineCommand(z.object({ field: z.string(), value: Value }), (draft, { field, value }) => {
			if (!isValid(cvBasicType(field), value)) throw new CommandRefused("bad-value");
			mapIn(draft, "basics")[field] = short(value);
		}),
		"add-entry": defineCommand(z.object({ id: EntryId, section: z.string(), order: Order, fields: Values }), (draft, added) => {
			const entries = mapIn(draft, "entries");
			const { id, section } = added;
			if (!isCvSection(section) || `${id}/section` in entries) throw new CommandRefused("bad-value");
			if (Object.keys(entries).length + Object.keys(added.fields).length + 2 > MOST_CV_VALUES) throw new CommandRefused("bad-value");
			setFields(entries, id, section, added.fields);
			entries[`${id}/section`] = short(section);
			entries[`${id}/order`] = short(added.order);
		}),
		/** Sets the given fields of an entry and leaves the others as they are. */
		"set-entry": defineCommand(z.object({ id: EntryId, fields: Values }), (draft, { id, fields }) => {
			const entries = mapIn(draft, "entries");
			setFields(entries, id, sectionOf(entries, id), fields);
		}),
		"move-entry": defineCommand(z.object({ id: EntryId, order: Order }), (draft, { id, order }) => {
			const entries = mapIn(draft, "entries");
			sectionOf(entries, id);
			entries[`${id}/order`] = short(order);
		}),
		"remove-entry": defineCommand(z.object({ id: EntryId }), (draft, { id }) => {
			const entries = mapIn(draft, "entries");
			sectionOf(entries, id);
			entries[`${id}/removed`] = short("yes");
		}),
		/** Takes a removal back. */
		"restore-entry": defineCommand(z.object({ id: EntryId }), (draft, { id }) => {
			const entries = mapIn(draft, "entries");
			sectionOf(entries, id);
			entries[`${id}/removed`] = short("");
		}),
	},
	describe({ title, tags, basics, entries }) {
		const read = entriesOf(entries);
		const { image, ...said } = basics;
		const words = read.flatMap(({ section, fields }) =>
			Object.entries(fields)
				.filter(([field]) => field !== "extra")
				.map(([field, value]) => (cvFieldType(section, field) === "list" ? readCvList(value).join("\n") : value)),
		);
		return {
			key: nameKey(title),
			tags,
			detail: { of: "cv", name: (basics.name ?? "").slice(0, 200), label: (basics.label ?? "").slice(0, 200), entries: read.length },
			links: [],
			searchable: { title, tags, text: [...Object.values(said), ...words].filter((text) => text !== "").join("\n") },
			text: "",
		};
	},
};
