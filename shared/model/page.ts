/** A wiki page: Markdown that several people can edit. Folders of an imported vault are pages without text. */
import { splice, updateText } from "@automerge/automerge/slim";
import { z } from "zod";
import { pageStructure, retargetLinks } from "../formats/markdown";
import { defineCommand } from "./commands";
import {
	CommandRefused,
	type Draft,
	type ItemFields,
	type ItemLink,
	type ItemModel,
	newItemShape,
	readItem,
	readString,
	readStrings,
	short,
} from "./item";
import { cleanTag, cleanTitle, nameKey } from "./names";

/** Longest page: 10 million characters. */
const LONGEST_BODY = 10_000_000;
/** Characters of readable text in a list. */
const EXCERPT = 200;

export interface PageFields extends ItemFields {
	readonly kind: "page";
	/** Markdown, without front matter. */
	readonly body: string;
	readonly aliases: readonly string[];
	readonly folder: boolean;
	/** Front matter keys other than aliases and tags, in their order. */
	readonly properties: Readonly<Record<string, unknown>>;
	/** The front matter as it was imported, so that an unchanged page leaves as it came. */
	readonly frontMatter: string;
}

const NewPage = z.object({
	...newItemShape,
	body: z.string().max(LONGEST_BODY).default(""),
	aliases: z.array(z.string().max(2000)).max(1000).default([]),
	folder: z.boolean().default(false),
	properties: z.record(z.string(), z.unknown()).default({}),
	frontMatter: z.string().max(1_000_000).default(""),
});

function readProperties(value: unknown): Record<string, unknown> {
	const text = readString(value);
	if (text === "") return {};
	try {
		const parsed: unknown = JSON.parse(text);
		return typeof parsed === "object" && parsed !== null && !Array.isArray(parsed) ? { ...parsed } : {};
	} catch {
		return {};
	}
}

function bodyOf(draft: Draft): string {
	return readString(draft.body);
}

/** Where a line of a text begins and ends, counted from 0 as Markdown counts lines; null when there is no such line. */
function lineAt(text: string, line: number): { readonly from: number; readonly to: number } | null {
	let from = 0;
	for (const { 0: end, index } of text.matchAll(/\r\n?|\n|$/g)) {
		if (line === 0) return { from, to: index };
		line--;
		from = index + end.length;
	}
	return null;
}

/** The box of a task: the first one on its line. */
const TASK_BOX = /\[[ xX/-]\](?=[ \t])/;

const Place = z.number().int().nonnegative();
const Passage = z.string().max(LONGEST_BODY);

export const pageModel: ItemModel<PageFields> = {
	kind: "page",
	version: 1,
	lane: "content",
	textFields: ["body"],
	make(input, now) {
		const { created, ...given } = NewPage.parse(input);
		return {
			...given,
			kind: "page",
			model: 1,
			title: cleanTitle(given.title),
			tags: [...new Set(given.tags.map(cleanTag).filter((tag) => tag !== ""))].sort(),
			aliases: given.aliases.map(cleanTitle).filter((alias) => alias !== ""),
			trashed: 0,
			created: created ?? now,
		};
	},
	read(document) {
		return {
			...readItem(document),
			kind: "page",
			body: readString(document.body),
			aliases: readStrings(document.aliases),
			folder: document.folder === true,
			properties: readProperties(document.properties),
			frontMatter: readString(document.frontMatter),
		};
	},
	commands: {
		"set-aliases": defineCommand(z.object({ aliases: z.array(z.string().max(2000)).max(1000) }), (draft, { aliases }) => {
			draft.aliases = aliases
				.map(cleanTitle)
				.filter((alias) => alias !== "")
				.map(short);
		}),
		/** Refuses when `expected` is given and is not the text any more. */
		"set-body": defineCommand(z.object({ body: Passage, expected: Passage.optional() }), (draft, { body, expected }) => {
			if (expected !== undefined && bodyOf(draft) !== expected) throw new CommandRefused("bad-value");
			updateText(draft, ["body"], body);
		}),
		/** Ticks or unticks the task on a line (counted from 0); refuses when that line does not read `expected`. */
		"set-task": defineCommand(z.object({ line: Place, expected: Passage, done: z.boolean() }), (draft, { line, expected, done }) => {
			const body = bodyOf(draft);
			const place = lineAt(body, line);
			const box = TASK_BOX.exec(expected);
			if (place === null || box === null || body.slice(place.from, place.to) !== expected) throw new CommandRefused("bad-value");
			splice(draft, ["body"], place.from + box.index + 1, 1, done ? "x" : " ");
		}),
		/** Puts `insert` in the place of `expected`; refuses when the text at `at` does not read so. */
		"replace-text": defineCommand(z.object({ at: Place, expected: Passage, insert: Passage }), (draft, { at, expected, insert }) => {
			const body = bodyOf(draft);
			if (at > body.length || !body.startsWith(expected, at)) throw new CommandRefused("bad-value");
			splice(draft, ["body"], at, expected.length, insert);
		}),
		"retarget-links": defineCommand(
			z.object({ from: z.array(z.string().max(4096)).max(1000), to: z.string().max(4096) }),
			(draft, { from, to }) => {
				const edits = retargetLinks(bodyOf(draft), { from, to });
				for (const edit of [...edits].reverse()) splice(draft, ["body"], edit.at, edit.remove, edit.insert);
			},
		),
	},
	describe(page) {
		const { links, tags: written, tasks, words, excerpt, plainText } = pageStructure(page.body, EXCERPT);
		const tags = [...new Set([...page.tags, ...written])].sort();
		const aliases = page.aliases.map((alias): ItemLink => ({ use: "alias", target: alias, key: nameKey(alias), heading: "" }));
		return {
			key: nameKey(page.title),
			tags,
			detail: { of: "page", excerpt, words, aliases: page.aliases, folder: page.folder, tasks },
			links: [...aliases, ...links],
			searchable: { title: page.title, tags, text: [plainText, ...page.aliases].join("\n") },
			text: page.body,
		};
	},
};
