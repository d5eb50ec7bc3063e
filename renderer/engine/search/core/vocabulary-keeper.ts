/** Keeps the vocabulary in step with the index: read from it in slices while nothing else is to do, single words added as they come. */
import type { Database } from "@sqlite.org/sqlite-wasm";
import { fold } from "../folding";
import { isSpellable, type Spelling, Vocabulary } from "./vocabulary";

/** Milliseconds of one slice of reading. */
const SLICE = 8;
const LEARNT_AT_ONCE = 20_000;
const WORDS = /\p{L}{4,24}/gu;

export class VocabularyKeeper {
	private known = new Vocabulary();
	/** What is being read, up to where. */
	private reading: { readonly vocabulary: Vocabulary; after: string } | null = null;

	constructor(private readonly db: Database) {
		this.reread();
	}

	/** After many changes: reads all words anew. Until that is done the old ones serve. */
	reread(): void {
		this.reading = { vocabulary: new Vocabulary(), after: "" };
	}

	/** Takes the words of a new text at once, so that they can be offered before the next reading. Of a long text, those of its beginning. */
	learn(text: string): void {
		for (const word of new Set(fold(text.slice(0, LEARNT_AT_ONCE)).match(WORDS))) {
			if (isSpellable(word) && this.known.count(word) === 0) this.known.add(word, 1);
		}
	}

	/** Reads on for some milliseconds. True when there is more to read. */
	read(milliseconds = SLICE): boolean {
		const reading = this.reading;
		if (reading === null) return false;
		const deadline = performance.now() + milliseconds;
		const statement = this.db.prepare("SELECT term, doc FROM vocabulary WHERE term > ?1");
		try {
			statement.bind([reading.after]);
			for (let rows = 0; statement.step(); rows += 1) {
				reading.after = String(statement.get(0));
				// Beyond these are only our own marks.
				if (reading.after >= "\uE000" && reading.after < "\uF900") continue;
				if (isSpellable(reading.after)) reading.vocabulary.add(reading.after, Number(statement.get(1)));
				if ((rows & 31) === 31 && performance.now() > deadline) return true;
			}
		} finally {
			statement.finalize();
		}
		this.known = reading.vocabulary;
		this.reading = null;
		return false;
	}

	/** Other spellings of a word, in at most some milliseconds altogether. */
	near(word: string, most: number, deadline: number): Spelling[] {
		this.read(Math.max(0, deadline - performance.now()) / 2);
		const known = this.known.near(word, most, deadline);
		return known.length > 0 || this.reading === null ? known : this.reading.vocabulary.near(word, most, deadline);
	}

	count(word: string): number {
		return this.known.count(word);
	}
}
