/** The words that the indexed texts use, packed so that a misspelt one finds its neighbours in milliseconds. */
import { editDistance } from "./edit-distance";

const SHORTEST = 4;
const LONGEST = 24;
/** Words beyond this many are not offered as spellings: about 10 MB. */
const MOST_WORDS = 300_000;

/** Words of one length: their letters one after the other, and for each which letters it has and in how many entries it is. */
interface Shelf {
	letters: Uint16Array;
	letterSets: Uint32Array;
	counts: Uint32Array;
	size: number;
}

export interface Spelling {
	readonly word: string;
	readonly distance: number;
	readonly count: number;
}

/** Whether a word is of the sort that is kept: 4 to 24 letters, nothing else. */
export function isSpellable(word: string): boolean {
	return word.length >= SHORTEST && word.length <= LONGEST && /^\p{L}+$/u.test(word);
}

export class Vocabulary {
	private readonly shelves = new Map<number, Shelf>();
	private size = 0;

	/** Adds a word (folded) that is not there yet; the same word again is the caller's to avoid. */
	add(word: string, count: number): void {
		if (this.size >= MOST_WORDS) return;
		const shelf = this.roomFor(word.length);
		for (let place = 0; place < word.length; place += 1) shelf.letters[shelf.size * word.length + place] = word.charCodeAt(place);
		shelf.letterSets[shelf.size] = letterSet(word);
		shelf.counts[shelf.size] = count;
		shelf.size += 1;
		this.size += 1;
	}

	/** In how many entries a word was when the vocabulary was made; 0 when it is not known. */
	count(word: string): number {
		const shelf = this.shelves.get(word.length);
		if (shelf === undefined) return 0;
		const set = letterSet(word);
		for (let index = 0; index < shelf.size; index += 1) {
			if (shelf.letterSets[index] === set && readWord(shelf, index, word.length) === word) return shelf.counts[index] ?? 0;
		}
		return 0;
	}

	/** Words at most one edit away (two for eight letters and more), nearest first, then the most used. A letter swapped with its neighbour is one edit. */
	near(word: string, most: number, deadline: number): Spelling[] {
		if (!isSpellable(word)) return [];
		const reach = word.length >= 8 ? 2 : 1;
		const set = letterSet(word);
		const found: Spelling[] = [];
		for (let length = word.length - reach; length <= word.length + reach; length += 1) {
			const shelf = this.shelves.get(length);
			if (shelf === undefined) continue;
			for (let index = 0; index < shelf.size; index += 1) {
				if ((index & 4095) === 4095 && performance.now() > deadline) break;
				if (bitCount((shelf.letterSets[index] ?? 0) ^ set) > 2 * reach) continue;
				const distance = editDistance(word, shelf.letters, index * length, length, reach);
				if (distance === 0 || distance > reach) continue;
				found.push({ word: readWord(shelf, index, length), distance, count: shelf.counts[index] ?? 0 });
			}
		}
		return found.sort((a, b) => a.distance - b.distance || b.count - a.count).slice(0, most);
	}

	private roomFor(length: number): Shelf {
		const old = this.shelves.get(length);
		if (old !== undefined && old.size < old.counts.length) return old;
		const room = old === undefined ? 256 : old.size * 2;
		const shelf: Shelf = {
			letters: new Uint16Array(room * length),
			letterSets: new Uint32Array(room),
			counts: new Uint32Array(room),
			size: old?.size ?? 0,
		};
		if (old !== undefined) {
			shelf.letters.set(old.letters);
			shelf.letterSets.set(old.letterSets);
			shelf.counts.set(old.counts);
		}
		this.shelves.set(length, shelf);
		return shelf;
	}
}

function readWord(shelf: Shelf, index: number, length: number): string {
	return String.fromCharCode(...shelf.letters.subarray(index * length, (index + 1) * length));
}

/** A bit for each letter that occurs. One edit changes at most two of them. */
function letterSet(word: string): number {
	let set = 0;
	for (let place = 0; place < word.length; place += 1) set |= 1 << (word.charCodeAt(place) & 31);
	return set >>> 0;
}

function bitCount(bits: number): number {
	let rest = bits - ((bits >>> 1) & 0x55555555);
	rest = (rest & 0x33333333) + ((rest >>> 2) & 0x33333333);
	return (((rest + (rest >>> 4)) & 0x0f0f0f0f) * 0x01010101) >>> 24;
}
