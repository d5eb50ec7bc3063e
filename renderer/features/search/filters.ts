/** The filter words of a search text: `type:page`, `tag:name`. The text is the truth; buttons only write in it. */
import type { ItemKind } from "../../../shared/model/item";

const TYPE = /(?:^|\s)type:(\S*)/i;

/** The kind that a search is narrowed to, or null. */
export function kindIn(text: string): ItemKind | null {
	const kind = TYPE.exec(text)?.[1]?.toLowerCase();
	return kind === "page" || kind === "bookmark" || kind === "collection" || kind === "file" ? kind : null;
}

/** The same search narrowed to a kind, or to none. */
export function withKind(text: string, kind: ItemKind | null): string {
	const rest = text.replace(TYPE, " ").replace(/\s+/g, " ").trim();
	return kind === null ? rest : `${rest} type:${kind}`.trim();
}

/** The same search with one more tag. */
export function withTag(text: string, tag: string): string {
	const filter = /\s/.test(tag) ? `tag:"${tag}"` : `tag:${tag}`;
	return text.split(/\s+/).includes(filter) ? text : `${text} ${filter}`.trim();
}
