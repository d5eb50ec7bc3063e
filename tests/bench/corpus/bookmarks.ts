/** A browser's bookmark file made from a seed: folders, tags, dates, and a note at every fifth. */
import { makeCorpus } from "../search-corpus";

export interface BookmarksOptions {
	readonly seed: number;
	readonly count: number;
}

const PER_FOLDER = 200;

/** The last bookmark's title begins with this word, which no other has. */
export const LAST_WORD = "zzyzxroad";

/** The file, with `count` bookmarks. */
export function makeBookmarkFile({ seed, count }: BookmarksOptions): string {
	const { entries, words } = makeCorpus({ seed, count, characters: 90, kind: "bookmark" });
	const lines = ["<!DOCTYPE NETSCAPE-Bookmark-file-1>", "<TITLE>Bookmarks</TITLE>", "<H1>Bookmarks</H1>", "<DL><p>"];
	entries.forEach((entry, number) => {
		if (number % PER_FOLDER === 0) {
			if (number > 0) lines.push("</DL><p>");
			lines.push(`<DT><H3>${words[700 + number / PER_FOLDER] ?? "folder"} ${number / PER_FOLDER + 1}</H3>`, "<DL><p>");
		}
		const title = number === count - 1 ? `${LAST_WORD} ${entry.title}` : entry.title;
		const address = `https://${words[2000 + (number % 900)] ?? "www"}.example/${words[300 + (number % 97)] ?? "p"}/${number}`;
		const added = Math.floor(entry.updated / 1000);
		lines.push(`<DT><A HREF="${address}" ADD_DATE="${added}" TAGS="${entry.tags.join(",")}">${title}</A>`);
		if (number % 5 === 0) lines.push(`<DD>${entry.text}`);
	});
	lines.push("</DL><p>", "</DL><p>");
	return `${lines.join("\n")}\n`;
}
