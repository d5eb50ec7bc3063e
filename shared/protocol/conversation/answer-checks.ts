/** What cannot be true in an answer (R18): each function says what is wrong, or gives null. */
import { envelopeId } from "../envelope";
import type { Sodium } from "../sodium";
import { type Answer, BLOB_PART, type Entry } from "./messages";

type AnswerOf<Is extends Answer["is"]> = Extract<Answer, { is: Is }>;

export function openedFault(spaces: readonly string[], { spaces: opened }: AnswerOf<"opened">): string | null {
	const same = opened.length === spaces.length && opened.every(({ space }, index) => space === spaces[index]);
	return same ? null : "other spaces than asked for";
}

export function listedFault(after: number, limit: number, { entries, last }: AnswerOf<"listed">): string | null {
	if (entries.length > limit) return "more than asked for";
	return ascendingFault(after, entries) ?? (last < (entries.at(-1)?.position ?? 0) ? "a last position before others" : null);
}

/** Positions ascend from one that is known already, and no envelope is there twice. */
export function ascendingFault(after: number, entries: readonly Entry[]): string | null {
	let before = after;
	for (const { position } of entries) {
		if (position <= before) return "positions that do not ascend";
		before = position;
	}
	return new Set(entries.map(({ id }) => id)).size === entries.length ? null : "an envelope twice";
}

/** Envelopes by the ids of their bytes; or what is wrong: one that was not asked for, twice, or out of order. */
export function envelopesById(
	sodium: Sodium,
	asked: readonly { readonly id: string }[],
	envelopes: readonly Uint8Array[],
): Map<string, Uint8Array> | string {
	const found = new Map<string, Uint8Array>();
	let at = 0;
	for (const bytes of envelopes) {
		const id = envelopeId(sodium, bytes);
		while (at < asked.length && asked[at]?.id !== id) at += 1;
		if (at === asked.length) return "bytes that are none of the envelopes asked for, or in another order";
		at += 1;
		found.set(id, bytes);
	}
	return found;
}

export function pushedFault(sent: number, { outcomes }: AnswerOf<"pushed">): string | null {
	return outcomes.length === sent ? null : "another number of outcomes than envelopes";
}

export function foundBlobsFault(asked: number, { blobs }: AnswerOf<"found-blobs">): string | null {
	if (blobs.length !== asked) return "another number of files than asked for";
	if (blobs.flat().some(({ arrived, total }) => arrived > total)) return "more of a file than there is";
	return blobs.some((copies) => new Set(copies.map(({ by }) => by)).size < copies.length) ? "two copies of one person" : null;
}

/** A part is as large as parts are; only the last may be smaller. */
export function blobPartFault(asked: number, { from, total, bytes }: AnswerOf<"blob-part">): string | null {
	return from === asked && bytes.length === Math.max(0, Math.min(BLOB_PART, total - from)) ? null : "another part than asked for";
}

export function blobKeptFault(total: number, { arrived }: AnswerOf<"blob-kept">): string | null {
	return arrived <= total ? null : "more of a file than there is";
}
