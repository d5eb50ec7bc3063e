/** Where the words of a query stand in a title or text, and the passage that shows most of them. */
import type { Highlighted } from "../contract";
import { fold, isSpacedWordAt, isUnspaced, isWordAt, wordPieces } from "./folding";

/** One thing to mark: words that follow one another. `open`: the last may go on. */
export interface Pattern {
	readonly pieces: readonly string[];
	readonly open: boolean;
}

interface Place {
	readonly from: number;
	readonly to: number;
	readonly pattern: number;
}

const MOST_PLACES_EACH = 60;
const PASSAGE = 180;
const LEAD = 50;

export function makePattern(term: string, open: boolean): Pattern {
	return { pieces: wordPieces(term), open };
}

/** The whole of a short text, with what was found marked. */
export function highlight(text: string, patterns: readonly Pattern[]): Highlighted {
	return mark(text, 0, text.length, merge(findPlaces(text, patterns)));
}

/** The passage of about 180 characters with the most different words of the query; the beginning when there is none. */
export function snippet(text: string, patterns: readonly Pattern[]): Highlighted {
	const places = findPlaces(text, patterns);
	const best = bestPlace(places);
	const from = best === null ? 0 : startOfPassage(text, best.from);
	const to = endOfPassage(text, Math.max(from + PASSAGE, best === null ? 0 : Math.min(best.to, best.from + 2 * PASSAGE)));
	const marked = mark(text, from, to, merge(places)).map((run) => ({ text: run.text.replace(/\s+/g, " "), hit: run.hit }));
	const shown = marked.filter((run) => run.text !== "");
	if (from > 0) shown.unshift({ text: "…", hit: false });
	if (to < text.length && text.slice(to, to + 500).trim() !== "") shown.push({ text: "…", hit: false });
	return shown;
}

function findPlaces(text: string, patterns: readonly Pattern[]): Place[] {
	const folded = fold(text);
	const places: Place[] = [];
	patterns.forEach((pattern, index) => {
		const first = pattern.pieces[0];
		if (first === undefined) return;
		let found = 0;
		for (let at = folded.indexOf(first); at !== -1 && found < MOST_PLACES_EACH; at = folded.indexOf(first, at + 1)) {
			const to = endOfMatch(folded, at, pattern);
			if (to === -1) continue;
			places.push({ from: at, to, pattern: index });
			found += 1;
		}
	});
	return places.sort((a, b) => a.from - b.from);
}

/** Where the pattern that begins here ends; -1 when it is not here. */
function endOfMatch(folded: string, from: number, pattern: Pattern): number {
	let at = from;
	for (const [index, piece] of pattern.pieces.entries()) {
		if (index > 0) while (at < folded.length && !isWordAt(folded, at)) at += 1;
		if (!folded.startsWith(piece, at)) return -1;
		if (!isUnspaced(piece) && at > 0 && isSpacedWordAt(folded, at - 1)) return -1;
		at += piece.length;
		if (isUnspaced(piece) || !isSpacedWordAt(folded, at)) continue;
		if (!pattern.open || index < pattern.pieces.length - 1) return -1;
		while (isSpacedWordAt(folded, at)) at += 1;
	}
	return at;
}

/** The place from which one passage shows the most different patterns. */
function bestPlace(places: readonly Place[]): Place | null {
	let best: Place | null = null;
	let most = 0;
	for (const [index, place] of places.entries()) {
		const seen = new Set<number>();
		for (let next = index; next < places.length; next += 1) {
			const other = places[next];
			if (other === undefined || other.to > place.from + PASSAGE - LEAD) break;
			seen.add(other.pattern);
		}
		if (best === null || seen.size > most) {
			best = place;
			most = seen.size;
		}
	}
	return best;
}

function startOfPassage(text: string, hit: number): number {
	const earliest = hit - LEAD;
	if (earliest <= 0) return 0;
	const line = text.lastIndexOf("\n", hit - 1);
	if (line >= earliest) return line + 1;
	for (let at = earliest; at < hit; at += 1) if (isSpace(text, at - 1)) return at;
	return isLowSurrogate(text, earliest) ? earliest + 1 : earliest;
}

function endOfPassage(text: string, wanted: number): number {
	if (wanted >= text.length) return text.length;
	for (let at = wanted; at > wanted - 30; at -= 1) if (isSpace(text, at)) return at;
	return isLowSurrogate(text, wanted) ? wanted - 1 : wanted;
}

function isSpace(text: string, at: number): boolean {
	return /\s/.test(text.charAt(at));
}

function isLowSurrogate(text: string, at: number): boolean {
	const code = text.charCodeAt(at);
	return code >= 0xdc00 && code <= 0xdfff;
}

/** Places that overlap as one. */
function merge(places: readonly Place[]): { from: number; to: number }[] {
	const merged: { from: number; to: number }[] = [];
	for (const place of places) {
		const last = merged.at(-1);
		if (last !== undefined && place.from < last.to) last.to = Math.max(last.to, place.to);
		else merged.push({ from: place.from, to: place.to });
	}
	return merged;
}

function mark(text: string, from: number, to: number, places: readonly { from: number; to: number }[]): { text: string; hit: boolean }[] {
	const runs: { text: string; hit: boolean }[] = [];
	let at = from;
	for (const place of places) {
		const start = Math.max(place.from, at);
		const end = Math.min(place.to, to);
		if (end <= start) continue;
		if (start > at) runs.push({ text: text.slice(at, start), hit: false });
		runs.push({ text: text.slice(start, end), hit: true });
		at = end;
	}
	if (at < to) runs.push({ text: text.slice(at, to), hit: false });
	return runs;
}
