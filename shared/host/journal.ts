/** The part of the host's contract that is about the journal: the second copy of the log, in plain files of the shell's. */
import { z } from "zod";

/** Hash of an envelope, as in the log. */
const EnvelopeId = z.string().regex(/^[0-9a-f]{64}$/);
/** Entries of one call, and the largest of them in bytes: an envelope's largest size, with room. */
export const JOURNAL_ENTRIES_AT_ONCE = 1000;
const LARGEST_ENTRY = 66 * 1024 * 1024;

const JournalEntry = z.strictObject({
	id: EnvelopeId,
	bytes: z.custom<Uint8Array>(
		(value) => value instanceof Uint8Array && value.length > 0 && value.length <= LARGEST_ENTRY,
		"not an envelope",
	),
});
export type JournalEntry = z.infer<typeof JournalEntry>;

/** How far the journal is. */
export interface JournalState {
	/** Ids of what was added last, the newest at the end: up to 64, none in an empty journal. */
	readonly last: readonly string[];
	/** Bytes on the disk. */
	readonly bytes: number;
}

export interface JournalPart {
	readonly entries: readonly JournalEntry[];
	/** Where to go on; null at the end. */
	readonly next: string | null;
	/** How many entries in what was passed over could not be read. */
	readonly damaged: number;
}

/** What the engine may ask about the journal: arguments' schemas. */
export const JournalCallSchemas = {
	"journal.state": z.tuple([]),
	/** Adds envelopes that are in the log, and notes which of the former ones are in it no longer; resolves when that is on the disk. */
	"journal.append": z.tuple([z.array(JournalEntry).max(JOURNAL_ENTRIES_AT_ONCE), z.array(EnvelopeId).max(JOURNAL_ENTRIES_AT_ONCE)]),
	/** Envelopes in the order in which they were added, about 1 MB at a time, from the beginning (null) or where the last answer says; without what was noted as gone. */
	"journal.read": z.tuple([
		z
			.string()
			.regex(/^\d{6}:\d{1,15}$/)
			.nullable(),
	]),
} as const;

export interface JournalCalls {
	"journal.state": () => JournalState;
	"journal.append": (entries: readonly JournalEntry[], gone: readonly string[]) => void;
	"journal.read": (from: string | null) => JournalPart;
}
