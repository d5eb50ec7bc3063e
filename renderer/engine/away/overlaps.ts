/** Where two people's edits of one text touch the same lines. Pure: from edits of a common text to passages side by side. */

/** One replacement in the common text: what is from `from` to `to` became `insert`. */
export interface Edit {
	readonly from: number;
	readonly to: number;
	readonly insert: string;
}

/** A passage that both changed: as one has it, as the other has it, and as it is now. */
export interface Overlap {
	readonly mine: string;
	readonly theirs: string;
	readonly now: string;
}

/** One step of a change: each is of the text that the one before it left. */
export interface Step {
	readonly at: number;
	readonly remove: number;
	readonly insert: string;
}

/** What is left of the common text, in order, with what was put between. */
type Piece = { readonly from: number; readonly length: number } | { readonly text: string };

const MOST_OVERLAPS = 20;
const LONGEST_PASSAGE = 2000;

/** Steps one after the other as edits of the text before them all, ascending, none touching another. `length`: of that text. */
export function editsOf(steps: readonly Step[], length: number): readonly Edit[] {
	let pieces: Piece[] = [{ from: 0, length }];
	for (const { at, remove, insert } of steps) {
		const [head, rest] = split(pieces, at);
		const [, tail] = split(rest, remove);
		pieces = insert === "" ? [...head, ...tail] : [...head, { text: insert }, ...tail];
	}
	const edits: Edit[] = [];
	let at = 0;
	let insert = "";
	for (const piece of [...pieces, { from: length, length: 0 }]) {
		if ("text" in piece) insert += piece.text;
		else {
			if (piece.from > at || insert !== "") edits.push({ from: at, to: piece.from, insert });
			at = piece.from + piece.length;
			insert = "";
		}
	}
	return edits;
}

function split(pieces: readonly Piece[], at: number): readonly [Piece[], Piece[]] {
	const head: Piece[] = [];
	let left = at;
	for (const [index, piece] of pieces.entries()) {
		const length = lengthOf(piece);
		if (length > left)
			return [
				[...head, ...part(piece, 0, left)],
				[...part(piece, left, length), ...pieces.slice(index + 1)],
			];
		head.push(piece);
		left -= length;
	}
	return [head, []];
}

function lengthOf(piece: Piece): number {
	return "text" in piece ? piece.text.length : piece.length;
}

function part(piece: Piece, from: number, to: number): Piece[] {
	if (from === to) return [];
	return "text" in piece ? [{ text: piece.text.slice(from, to) }] : [{ from: piece.from + from, length: to - from }];
}

interface Touched {
	readonly from: number;
	readonly to: number;
	readonly by: "mine" | "theirs";
}

/** The passages of `base` whose lines both changed, at most twenty of them. */
export function overlapsOf(base: string, mine: readonly Edit[], theirs: readonly Edit[], now: readonly Edit[]): readonly Overlap[] {
	const touched = [
		...mine.map((edit) => touchedLines(base, edit, "mine")),
		...theirs.map((edit) => touchedLines(base, edit, "theirs")),
	].sort((a, b) => a.from - b.from || a.to - b.to);
	const passages: { from: number; to: number; by: Set<Touched["by"]> }[] = [];
	for (const { from, to, by } of touched) {
		const last = passages.at(-1);
		if (last !== undefined && from <= last.to) {
			last.to = Math.max(last.to, to);
			last.by.add(by);
		} else passages.push({ from, to, by: new Set([by]) });
	}
	return passages
		.filter(({ by }) => by.size === 2)
		.slice(0, MOST_OVERLAPS)
		.map(({ from, to }) => ({
			mine: passage(base, mine, from, to),
			theirs: passage(base, theirs, from, to),
			now: passage(base, now, from, to),
		}))
		.filter((overlap) => overlap.mine !== overlap.theirs);
}

/** Whole lines, but for lines that were only put between two others: they touch neither. */
function touchedLines(base: string, { from, to, insert }: Edit, by: Touched["by"]): Touched {
	const isAtLineStart = from === 0 || base[from - 1] === "\n";
	if (from === to && isAtLineStart && insert.endsWith("\n") && base.length > from) return { from: from - 0.5, to: from - 0.5, by };
	const end = base.indexOf("\n", to);
	return { from: base.lastIndexOf("\n", from - 1) + 1, to: end === -1 ? base.length : end, by };
}

/** What became of this passage. */
function passage(base: string, edits: readonly Edit[], from: number, to: number): string {
	let text = "";
	let at = from;
	for (const edit of edits) {
		if (edit.to < from || edit.from > to) continue;
		text += base.slice(at, Math.max(at, edit.from)) + edit.insert;
		at = Math.max(at, edit.to);
	}
	return (text + base.slice(at, Math.max(at, to))).slice(0, LONGEST_PASSAGE);
}
