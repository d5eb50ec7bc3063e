/** A folder of Markdown notes made from a seed, as a person's vault: folders, tags in front matter, headings, links. */
import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { makeCorpus } from "../search-corpus";

export interface Note {
	/** Inside the vault, with `.md`. */
	readonly path: string;
	readonly title: string;
	readonly tags: readonly string[];
	/** Markdown without the front matter. */
	readonly text: string;
}

const FOLDERS = 40;
const PER_LINK = 600;

export interface NotesOptions {
	readonly seed: number;
	readonly count: number;
	/** About how many characters of prose each has. */
	readonly characters: number;
}

/** The same notes for the same options, on every machine. */
export function makeNotes({ seed, count, characters }: NotesOptions): Note[] {
	const { entries, words } = makeCorpus({ seed, count, characters, kind: "page" });
	const titles = entries.map(({ title }, number) => `${title.replace(/[^a-z ]/g, "").trim()} ${number + 1}`);
	return entries.map((entry, number) => {
		const folder = words[500 + (number % FOLDERS)] ?? "notes";
		const title = titles[number] ?? String(number);
		const paragraphs = paragraphsOf(entry.text).map((paragraph, place) => {
			if (place === 0) return paragraph;
			const linked = titles[(number * 7 + place * 131) % titles.length] ?? title;
			return `${place % 2 === 1 ? `## ${words[1000 + place] ?? "part"}\n\n` : ""}${paragraph} [[${linked}]]`;
		});
		return { path: `${folder}/${title}.md`, title, tags: entry.tags, text: `${paragraphs.join("\n\n")}\n` };
	});
}

function paragraphsOf(text: string): string[] {
	const paragraphs: string[] = [];
	for (let at = 0; at < text.length; ) {
		const space = text.indexOf(" ", at + PER_LINK);
		const end = space === -1 ? text.length : space;
		paragraphs.push(text.slice(at, end).trim());
		at = end;
	}
	return paragraphs;
}

/** The note as it lies in a vault. */
export function noteFile({ tags, text }: Note): string {
	return `---\ntags: [${tags.join(", ")}]\n---\n\n${text}`;
}

export function writeVault(folder: string, notes: readonly Note[]): void {
	for (const note of notes) {
		const path = join(folder, note.path);
		mkdirSync(dirname(path), { recursive: true });
		writeFileSync(path, noteFile(note));
	}
}
