import { toHex } from "../../../shared/protocol/bytes";
import { createIntake, type Examined, type IntakeOutcome, type Standing } from "../../../shared/protocol/intake";
import { createMembershipHistory, type MembershipHistory } from "../../../shared/protocol/membership/membership-history";
import type { Sodium } from "../../../shared/protocol/sodium";
import { emptyDisk, memoryIntakeStore } from "../../convergence/memory-intake-store";

/** An envelope at its place in a space's numbering. */
export interface Shelved extends Examined {
	readonly position: number;
	readonly standing: Standing;
	/** Who brought it: device keys, with the name of their numbering. */
	readonly origins: Set<string>;
}

export interface ShelvedSpace {
	readonly space: string;
	readonly numbering: string;
	readonly history: MembershipHistory;
	/** In the order of considering: at position − 1. */
	readonly log: Shelved[];
	readonly byId: Map<string, Shelved>;
	/** Takes envelopes, one call after the other. */
	take(envelopes: readonly Uint8Array[], origin?: string): Promise<readonly IntakeOutcome[]>;
	/** Whether an envelope is here, in whatever state. */
	has(id: string): boolean;
}

/** Copies of spaces in memory. */
export interface Shelf {
	get(space: string): ShelvedSpace | undefined;
	/** The space; an empty one where there was none. */
	make(space: string): ShelvedSpace;
	all(): readonly ShelvedSpace[];
	onNew(listener: (space: ShelvedSpace) => void): () => void;
	/** Throws the store away and begins a new one, with another numbering, of the same envelopes. */
	renumber(space: string): Promise<void>;
	/** Puts the store back to when it had so many envelopes; its numbering is the same. */
	putBack(space: string, length: number): Promise<void>;
}

export function createShelf(sodium: Sodium): Shelf {
	const spaces = new Map<string, ShelvedSpace>();
	const listeners = new Set<(space: ShelvedSpace) => void>();

	function create(space: string, numbering = toHex(sodium.randombytes_buf(8))): ShelvedSpace {
		const disk = emptyDisk();
		const base = memoryIntakeStore(disk);
		const history = createMembershipHistory(sodium, space);
		const log: Shelved[] = [];
		const byId = new Map<string, Shelved>();
		let bringing: string | undefined;
		const intake = createIntake(sodium, history, {
			...base,
			async keep(considered, waiting, ended) {
				await base.keep(considered, waiting, ended);
				for (const one of considered) {
					const shelved = { ...one, position: log.length + 1, origins: new Set(bringing === undefined ? [] : [bringing]) };
					log.push(shelved);
					byId.set(one.id, shelved);
				}
			},
			// The store that this one builds on looks through everything.
			async tip(device) {
				const own = log.filter(({ header }) => toHex(header.device) === device);
				const last = own.reduce<Shelved | undefined>(
					(best, one) => (best === undefined || one.header.number > best.header.number ? one : best),
					undefined,
				);
				return last === undefined ? null : { number: last.header.number, id: last.id, heads: last.header.heads.map(toHex) };
			},
		});
		let turn: Promise<unknown> = Promise.resolve();
		const shelved: ShelvedSpace = {
			space,
			numbering,
			history,
			log,
			byId,
			has: (id) => byId.has(id) || disk.waiting.has(id),
			take(envelopes, origin) {
				const mine = turn.then(async () => {
					const before = log.length;
					bringing = origin;
					const outcomes = await intake.take(envelopes);
					if (log.length > before) for (const listener of listeners) listener(shelved);
					return outcomes;
				});
				turn = mine.catch(() => undefined);
				return mine;
			},
		};
		spaces.set(space, shelved);
		return shelved;
	}

	return {
		get: (space) => spaces.get(space),
		make: (space) => spaces.get(space) ?? create(space),
		all: () => [...spaces.values()],
		onNew(listener) {
			listeners.add(listener);
			return () => void listeners.delete(listener);
		},
		async renumber(space) {
			const bytes = spaces.get(space)?.log.map((one) => one.bytes) ?? [];
			await create(space).take(bytes);
		},
		async putBack(space, length) {
			const before = spaces.get(space);
			const bytes = before?.log.slice(0, length).map((one) => one.bytes) ?? [];
			await create(space, before?.numbering).take(bytes);
		},
	};
}
