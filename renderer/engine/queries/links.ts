/** Queries about what points at what. */

import { plainText } from "../../../shared/formats/markdown";
import type { ItemId, Row } from "../../../shared/model/item";
import { nameKey } from "../../../shared/model/names";
import type { Backlink } from "../contract";
import type { LinkRow } from "../library/schemas";
import { changesIdentity, type QueryContext, type QueryDefinitions } from "./query";
import { pathOf } from "./rows";

/** Characters of context shown around a link. */
const CONTEXT = 160;

/** The items that a name may mean: those of that title and those with that alias, not in the trash. Titles first. */
async function candidates(name: string, { library }: Pick<QueryContext, "library">): Promise<readonly Row[]> {
	const key = nameKey(name);
	if (key === "") return [];
	const titled = await library().byKey(key);
	const aliases = (await library().linksTo([key])).filter((link) => link.use === "alias");
	const aliased = await library().rows(aliases.map((link) => link.from));
	const found = [...titled, ...aliased.values()].filter((row) => row.trashed === 0 && row.kind !== "bookmark");
	return [...new Map(found.map((row) => [row.id, row])).values()];
}

/**
 * What a name in a link means. `Folder/Name` prefers an item whose parents bear those names; then one of the space of the
 * page that links, so that whoever shares it reads the same; then one near the page; pages before files before others; then
 * the oldest, so that the answer does not depend on chance.
 */
export async function resolveName(name: string, from: ItemId | undefined, context: Pick<QueryContext, "library">): Promise<Row | null> {
	const found = await candidates(name, context);
	if (found.length < 2) return found[0] ?? null;
	const folders = name.split("/").slice(0, -1).map(nameKey);
	const linking = from === undefined ? null : await context.library().row(from);
	const scored = await Promise.all(
		found.map(async (row) => {
			const parents = (await pathOf(context.library(), row.id)).slice(0, -1).map((parent) => parent.key);
			const matching = folders.filter((folder, index) => parents.at(index - folders.length) === folder).length;
			const kind = row.kind === "page" ? (row.detail.of === "page" && row.detail.folder ? 1 : 2) : row.kind === "file" ? 1 : 0;
			const near = linking === null || row.space !== linking.space ? 0 : row.parent === linking.parent ? 60 : 50;
			return { row, score: matching * 100 + near + kind };
		}),
	);
	scored.sort((a, b) => b.score - a.score || a.row.created - b.row.created || (a.row.id < b.row.id ? -1 : 1));
	return scored[0]?.row ?? null;
}

/** The files that a page shows: pictures and attachments by their names, each once. */
export async function embeddedFiles(page: ItemId, context: Pick<QueryContext, "library">): Promise<readonly Row[]> {
	const embeds = (await context.library().linksFrom(page)).filter(({ use }) => use === "embed");
	const rows = await Promise.all(embeds.map(({ target }) => resolveName(target, page, context)));
	return [...new Map(rows.flatMap((row) => (row?.kind === "file" ? [[row.id, row] as const] : []))).values()];
}

async function namesOf(row: Row, { library }: QueryContext): Promise<readonly string[]> {
	const aliases = (await library().linksFrom(row.id)).filter((link) => link.use === "alias").map((link) => link.key);
	return [...new Set([row.key, ...aliases])];
}

/** Links of one page as they stand in it: their ids end in a running number. */
function inTextOrder(a: LinkRow, b: LinkRow): number {
	const number = (link: LinkRow): number => Number(link.id.slice(link.id.indexOf(":") + 1));
	return a.from === b.from ? number(a) - number(b) : a.from < b.from ? -1 : 1;
}

/** The line around the first place where the link's target stands, as it reads without markup. */
function contextOf(text: string, link: LinkRow): string {
	const at = Math.max(0, text.indexOf(link.target));
	const lineStart = text.lastIndexOf("\n", at) + 1;
	const lineEnd = text.indexOf("\n", at);
	const line = text.slice(lineStart, lineEnd === -1 ? undefined : lineEnd);
	const readable = plainText(line).replace(/\s+/g, " ").trim();
	if (readable.length <= CONTEXT) return readable;
	const shown = link.target.split("/").at(-1) ?? "";
	const start = Math.max(0, readable.indexOf(shown) - CONTEXT / 2);
	return `${start > 0 ? "…" : ""}${readable.slice(start, start + CONTEXT).trim()}…`;
}

export const linkQueries: Pick<QueryDefinitions, "resolve" | "backlinks" | "mentions"> = {
	resolve: {
		answer: ({ names, from }, context) => Promise.all(names.map((name) => resolveName(name, from, context))),
		touchedBy: (_, change) => changesIdentity(change) || change.prose,
	},
	backlinks: {
		async answer({ id }, context) {
			await context.settle();
			const row = await context.library().row(id);
			if (row === null) return [];
			const links = (await context.library().linksTo(await namesOf(row, context)))
				.filter((link) => link.use !== "alias" && link.from !== id)
				.sort(inTextOrder);
			const sources = await context.library().rows([...new Set(links.map((link) => link.from))]);
			const found: Backlink[] = [];
			for (const link of links) {
				const from = sources.get(link.from);
				if (from === undefined || from.trashed === 1) continue;
				if ((await resolveName(link.target, link.from, context))?.id !== id) continue;
				const text = (await context.library().text(link.from)) ?? "";
				found.push({ from, use: link.use === "embed" ? "embed" : "link", context: contextOf(text, link), heading: link.heading });
			}
			return found.sort((a, b) => b.from.updated - a.from.updated);
		},
		touchedBy: (_, change) => change.prose || changesIdentity(change),
	},
	mentions: {
		async answer({ id, limit }, context) {
			await context.settle();
			const row = await context.library().row(id);
			if (row === null || row.key.length < 3) return [];
			const linking = new Set((await context.library().linksTo(await namesOf(row, context))).map((link) => link.from));
			const hits = await context.search.mentions(row.title, limit + linking.size + 1);
			const wanted = hits.filter((hit) => hit.id !== id && !linking.has(hit.id)).slice(0, limit);
			const sources = await context.library().rows(wanted.map((hit) => hit.id));
			return wanted.flatMap((hit) => {
				const from = sources.get(hit.id);
				if (from === undefined || from.trashed === 1 || from.kind !== "page") return [];
				return [{ from, use: "link" as const, context: hit.snippet.map(({ text }) => text).join(""), heading: "" }];
			});
		},
		touchedBy: (_, change) => change.prose || changesIdentity(change),
	},
};
