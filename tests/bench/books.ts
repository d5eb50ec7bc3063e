/** Books that several benches need, made once in a run through the app's own imports. */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { LAST_WORD, makeBookmarkFile } from "./corpus/bookmarks";
import { makeNotes, type Note, writeVault } from "./corpus/notes";
import { freshFolder, onceInRun } from "./harness/bench-folder";
import { driveApp, prepareBook } from "./harness/driven-app";
import { importInto } from "./harness/import-into";

/** What the last note ends with. */
const LAST_NOTE = "qqendofvault";

export interface Book {
	/** The app's folder. Benches that change the book take a copy. */
	readonly folder: string;
}

/** 10,000 notes of 17 MB. */
export function tenThousandNotes(): Note[] {
	const notes = makeNotes({ seed: 11, count: 10_000, characters: 1680 });
	const last = notes.at(-1);
	return last === undefined ? notes : [...notes.slice(0, -1), { ...last, text: `${last.text}\n${LAST_NOTE}\n` }];
}

/** A book with these notes. */
export async function bookOfNotes(): Promise<Book> {
	const folder = await onceInRun("book-10000", async (made) => {
		prepareBook(made);
		await importNotes(made);
	});
	return { folder };
}

/** A book of 100,000 items: those notes and 90,000 bookmarks. */
export async function largeBook(): Promise<Book> {
	const folder = await onceInRun("book-100000", async (made) => {
		prepareBook(made);
		await importNotes(made);
		const file = join(freshFolder("bookmarks"), "bookmarks.html");
		writeFileSync(file, makeBookmarkFile({ seed: 12, count: 90_000 }));
		const driven = await driveApp(made);
		await importInto(driven, { job: "import-bookmarks", path: file, kind: "bookmark", total: 90_000, lastWord: LAST_WORD });
		await driven.close();
	});
	return { folder };
}

async function importNotes(book: string): Promise<void> {
	const vault = freshFolder("vault");
	writeVault(vault, tenThousandNotes());
	const driven = await driveApp(book);
	const times = await importInto(driven, { job: "import-vault", path: vault, kind: "page", total: 10_000, lastWord: LAST_NOTE });
	console.log(`10,000 notes were imported: ${JSON.stringify(times)}`);
	await driven.close();
}
