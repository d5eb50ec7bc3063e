/**
 * Filters as words of the index's own: an entry carries a mark for its kind, its container and each of its tags,
 * so that filters are met with the same speed as words. Marks begin with a private-use character that queries cannot hold.
 */
import type { ItemId, ItemKind } from "../../../shared/model/item";
import { fold } from "./folding";

export function kindMark(kind: ItemKind): string {
	return `\uE000${kind}`;
}

export function containerMark(id: ItemId | ""): string {
	return `\uE001${id}`;
}

/** The mark of a tag and its beginning; the mark of `a/b` does not begin with that of `a`. */
export function tagMark(tag: string): string {
	return `${openTagMark(tag)}\uE004`;
}

/** What the marks of all tags that begin like this begin with. */
export function openTagMark(tag: string): string {
	const folded = fold(tag.normalize("NFC"));
	if (/^[a-z0-9]*$/.test(folded)) return `\uE002${folded}`;
	// Only characters that the index keeps inside one word.
	const kept = folded.replace(/[^a-z0-9]/g, (character) => `\uE003${character.charCodeAt(0).toString(36)}\uE005`);
	return `\uE002${kept}`;
}

/** All marks of an entry, by spaces. A tag has those of the tags it is nested in, too. */
export function entryMarks(entry: { readonly kind: ItemKind; readonly parent: ItemId | ""; readonly tags: readonly string[] }): string {
	const marks = new Set([kindMark(entry.kind), containerMark(entry.parent)]);
	for (const tag of entry.tags) {
		marks.add(tagMark(tag));
		if (!tag.includes("/")) continue;
		const levels = tag.split("/");
		for (let depth = 1; depth < levels.length; depth += 1) marks.add(tagMark(levels.slice(0, depth).join("/")));
	}
	return [...marks].join(" ");
}
