/** Makes words that mention a page a link to it. */
import type { Backlink, Command, Engine } from "../../../engine/contract";
import { textNow } from "../editor/session/open-texts";

function escapeForSearch(text: string): string {
	return text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&").replace(/\s+/g, "\\s+");
}

/** The first of the names in the text that stands outside links and code; null when there is none. */
export function findMention(text: string, names: readonly string[], near: string): { readonly from: number; readonly to: number } | null {
	const wanted = names.filter((name) => name.trim() !== "").map((name) => escapeForSearch(name.trim()));
	if (wanted.length === 0) return null;
	const word = "[\\p{L}\\p{N}_]";
	const pattern = new RegExp(`(?<!${word})(?:${wanted.join("|")})(?!${word})`, "giu");
	const taken = [...text.matchAll(/\[\[[^\]\n]*\]\]|\[[^\]\n]*\]\([^)\n]*\)|`[^`\n]*`|^(```|~~~)[\s\S]*?^\1|https?:\/\/\S+/gm)].map(
		(match) => ({
			from: match.index,
			to: match.index + match[0].length,
		}),
	);
	const found = [...text.matchAll(pattern)]
		.map((match) => ({ from: match.index, to: match.index + match[0].length }))
		.filter((place) => !taken.some(({ from, to }) => place.from < to && place.to > from));
	const line = near === "" ? -1 : text.indexOf(near.trim());
	return found.find(({ from }) => line >= 0 && from >= line && from <= line + near.length) ?? found[0] ?? null;
}

/** The link that is written for these words: `[[Title]]`, or `[[Title|words]]` where they differ. */
export function linkText(title: string, words: string): string {
	return words === title ? `[[${title}]]` : `[[${title}|${words}]]`;
}

/**
 * Commands that link the mention, and those that take the link back; null when the words are no longer there.
 * Both name what they expect to find, so that nothing else on that page is touched.
 */
export async function linkMention(
	engine: Pick<Engine, "openText">,
	mention: Backlink,
	title: string,
	names: readonly string[],
): Promise<{ readonly commands: Command[]; readonly undo: Command[] } | null> {
	const { id } = mention.from;
	const text = await textNow(engine, id);
	const place = findMention(text, names, mention.context);
	if (place === null) return null;
	const words = text.slice(place.from, place.to);
	const link = linkText(title, words);
	const replace = (expected: string, insert: string): Command => ({
		do: "replace-text",
		id,
		params: { at: place.from, expected, insert },
	});
	return { commands: [replace(words, link)], undo: [replace(link, words)] };
}
