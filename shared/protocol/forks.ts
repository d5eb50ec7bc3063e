/**
 * Which devices have forked (R2), and under what standings were last judged: both are one note in the store. A fork is
 * noted before the envelopes that show it are kept, so that a sudden end between the two loses nothing.
 */

/** Where the note lies. */
interface NoteStore<Moved> {
	/** What `settle` noted last; null before the first time. */
	judgedUnder(): Promise<readonly string[] | null>;
	settle(moved: Moved, under: readonly string[]): Promise<void>;
}

export interface Forks<Moved> {
	/** Reads the note; once. */
	load(): Promise<void>;
	/** The lowest number that a device used twice; null: none. */
	at(device: string): number | null;
	/** A device has used a number twice. */
	note(device: string, number: number): void;
	/** Makes durable what was noted; what is here is to be judged again. */
	keep(): Promise<void>;
	/** Judges again what statements and forks made doubtful, also those that a sudden end kept from being judged. */
	settle(heads: readonly string[], judgeAgain: () => Promise<Moved>): Promise<void>;
	all(): Promise<ReadonlyMap<string, number>>;
}

/** Stands in a note whose forks have not been judged under. */
const UNJUDGED = "unjudged";
const FORK = /^fork ([0-9a-f]+) ([0-9]+)$/;

/** The devices that have forked, of a note as it lies in the store. */
export function forkedDevices(noted: readonly string[] | null): readonly string[] {
	return (noted ?? []).flatMap((line) => FORK.exec(line)?.[1] ?? []);
}

/** The note, when something came back that was not here while it was judged: all is to be judged again. */
export function asUnjudged(noted: readonly string[] | null): readonly string[] {
	return [...(noted ?? []).filter((line) => line !== UNJUDGED), UNJUDGED];
}

/** `nothing`: when no envelope moves. */
export function createForks<Moved>(store: NoteStore<Moved>, nothing: Moved): Forks<Moved> {
	const forks = new Map<string, number>();
	let noted: readonly string[] | null = null;
	let isChanged = false;

	const marks = (): readonly string[] => [...forks].map(([device, number]) => `fork ${device} ${number}`).sort();

	async function load(): Promise<void> {
		if (noted !== null) return;
		noted = (await store.judgedUnder()) ?? [];
		for (const line of noted) {
			const [, device, number] = FORK.exec(line) ?? [];
			if (device !== undefined) forks.set(device, Number(number));
		}
	}

	return {
		load,
		at: (device) => forks.get(device) ?? null,
		note(device, number) {
			const lowest = Math.min(number, forks.get(device) ?? number);
			if (lowest === forks.get(device)) return;
			forks.set(device, lowest);
			isChanged = true;
		},
		async keep() {
			if (!isChanged) return;
			const under = [...(noted ?? []).filter((line) => line !== UNJUDGED && !FORK.test(line)), ...marks(), UNJUDGED];
			await store.settle(nothing, under);
			noted = under;
			isChanged = false;
		},
		async settle(heads, judgeAgain) {
			const under = [...heads, ...marks()];
			if (noted?.join() === under.join()) return;
			await store.settle(await judgeAgain(), under);
			noted = under;
		},
		async all() {
			await load();
			return forks;
		},
	};
}
