/**
 * Sees to it that of changes with one number of one Automerge actor the same ones count in every copy (docs/protocol.md R2).
 * Automerge takes the first that arrives and refuses the others, which lie aside. Here it is decided again from all there is.
 */
import type { ItemId } from "../../../shared/model/item";
import { toHex } from "../../../shared/protocol/bytes";
import { type EnvelopeBody, EnvelopeRefused, readHeader } from "../../../shared/protocol/envelope";
import type { Sodium } from "../../../shared/protocol/sodium";
import { steadyBreath } from "../breathing";
import type { Documents } from "../documents/documents";
import { type ItemPart, isForked, outdoneParts } from "../documents/forked-changes";
import type { Opener } from "../documents/sealer";
import { asForked } from "../log/entry-standing";
import type { LogEntry, LogStore } from "../log/log-store";
import type { Projector } from "../projector";
import { readForkable } from "./change-inspection";
import type { HeldSpace } from "./held-spaces";

export interface SettlingForksParts {
	readonly sodium: Pick<Sodium, "crypto_hash_sha256">;
	readonly log: LogStore;
	readonly opener: Opener;
	readonly documents: Documents;
	readonly projector: Pick<Projector, "later">;
	readonly now: () => number;
	/** The library is to be made again from the log: something it has is not there any more. */
	readonly rebuild: { begin(): Promise<void>; run(): Promise<void> };
}

export interface SettlingForks {
	/** Automerge refused an envelope of the space, which lies aside. */
	refused(space: HeldSpace, id: string, items: Iterable<ItemId>): void;
	/** Changes of these items came, or went out of the book. */
	touched(space: HeldSpace, items: Iterable<ItemId>): void;
	/** Decides again what that makes doubtful; resolves when it is durable. */
	settle(space: HeldSpace): Promise<void>;
}

/** What is aside in a space and may be so because of a fork. */
interface Doubtful {
	/** Ids of envelopes, by the items that they change. */
	readonly aside: Map<ItemId, Set<string>>;
	/** Items to be decided on. */
	readonly open: Set<ItemId>;
}

/** An entry of the log with what it changes in one item. */
interface Found {
	readonly entry: LogEntry;
	readonly body: EnvelopeBody;
	readonly changes: readonly Uint8Array[];
	readonly part: ItemPart;
}

export function createSettlingForks(parts: SettlingForksParts): SettlingForks {
	const { sodium, log, opener, documents, projector, now, rebuild } = parts;
	const known = new Map<string, Doubtful>();
	/** Spaces of which it is known what lay aside at the start. */
	const loaded = new Set<string>();

	function doubtful(space: HeldSpace): Doubtful {
		const found = known.get(space.id) ?? { aside: new Map(), open: new Set() };
		known.set(space.id, found);
		return found;
	}

	function refused(space: HeldSpace, id: string, items: Iterable<ItemId>): void {
		const { aside, open } = doubtful(space);
		for (const item of items) {
			aside.set(item, (aside.get(item) ?? new Set()).add(id));
			open.add(item);
		}
	}

	function bodyOf({ bytes }: LogEntry): EnvelopeBody | null {
		try {
			return opener.open(bytes);
		} catch (error) {
			if (error instanceof EnvelopeRefused) return null;
			throw error;
		}
	}

	/** What lies aside from before: a sudden end may have kept it from being decided. */
	async function load(space: HeldSpace): Promise<void> {
		for (const entry of await log.aside()) {
			if (entry.space !== space.id || !mayBeForked(entry)) continue;
			refused(space, entry.id, bodyOf(entry)?.items.map(({ id }) => id) ?? []);
		}
	}

	/** Who wrote an envelope, as those it builds on say; in the private space, where all are one person, on which laptop. */
	function authorOf({ history, prefix }: HeldSpace, { device, bytes }: LogEntry): string {
		if (prefix === "") return device;
		return history.seenBy(readHeader(bytes).heads.map(toHex))?.devices.get(device)?.person ?? device;
	}

	async function findAll(space: HeldSpace, id: ItemId): Promise<readonly Found[]> {
		const beside = await log.byIds([...(doubtful(space).aside.get(id) ?? [])]);
		const entries = new Map([...(await log.at(await log.positionsOf(id, 0))), ...beside.filter(mayBeForked)].map((one) => [one.id, one]));
		const found: Found[] = [];
		const breath = steadyBreath();
		for (const entry of entries.values()) {
			const body = bodyOf(entry);
			const changes = body?.items.flatMap((item) => (item.id === id ? item.changes : [])) ?? [];
			const forkable = changes.map((change) => readForkable(change, sodium.crypto_hash_sha256)).filter((change) => change !== null);
			await breath();
			if (body === null || changes.length === 0 || forkable.length < changes.length) continue;
			const part = { envelope: entry.id, number: entry.number, author: authorOf(space, entry), changes: forkable };
			found.push({ entry, body, changes, part });
		}
		// In one order everywhere, for what has to be tried one after the other.
		return found.sort((one, other) => one.entry.number - other.entry.number || (one.entry.id < other.entry.id ? -1 : 1));
	}

	/** Those of the envelopes that Automerge refuses also without the others. */
	async function poisonedOf(id: ItemId, counting: readonly Found[]): Promise<ReadonlySet<string>> {
		return documents.edit(async (editing) => {
			const { trial } = await editing.trial(id, true);
			const poisoned = new Set<string>();
			if (!trial.take(counting.flatMap(({ changes }) => changes)))
				for (const { entry, changes } of counting) if (!trial.take(changes)) poisoned.add(entry.id);
			trial.drop();
			return poisoned;
		});
	}

	/** The envelopes that do not count in the item; null when no fork is the reason of what is aside. */
	async function outOf(id: ItemId, found: readonly Found[]): Promise<ReadonlySet<string> | null> {
		if (!isForked(found.map(({ part }) => part)) && !found.some(({ entry }) => entry.aside === "forked")) return null;
		let sound = found;
		for (;;) {
			const out = outdoneParts(sound.map(({ part }) => part));
			const poisoned = await poisonedOf(
				id,
				sound.filter(({ entry }) => !out.has(entry.id)),
			);
			// What is poisoned must not outdo what is not.
			sound = sound.filter(({ entry }) => !poisoned.has(entry.id));
			const stays = new Set(sound.map(({ entry }) => entry.id).filter((envelope) => !out.has(envelope)));
			if (poisoned.size === 0) return new Set(found.map(({ entry }) => entry.id).filter((envelope) => !stays.has(envelope)));
		}
	}

	async function decide(space: HeldSpace, id: ItemId): Promise<void> {
		const found = await findAll(space, id);
		const out = await outOf(id, found);
		if (out === null) {
			doubtful(space).aside.delete(id);
			return;
		}
		const counts = ({ entry }: Found): boolean => !out.has(entry.id);
		const moved = found.filter((one) => one.entry.items.includes(id) !== counts(one) || one.entry.aside === "poisoned");
		if (moved.length === 0) return;
		// The library looks after its checkpoint for what changed: something of the item has to be there.
		const last = found.findLast((one) => counts(one) && !moved.includes(one));
		const again = last === undefined || moved.some(counts) ? moved : [...moved, last];
		const isGone = !found.some(counts);
		await documents.takingOut([id]);
		if (isGone) await rebuild.begin();
		const seqs = await log.change({
			remove: again.map(({ entry }) => entry.seq),
			add: again.map((one) => asForked(one.entry, standingOf(one, id, counts(one)), now())),
			dropSnapshots: [id],
		});
		for (const { entry, body } of moved) {
			refused(space, entry.id, [id]);
			// What was refused for this item alone is to be had in its others.
			if (entry.aside === "poisoned") for (const item of body.items) if (item.id !== id) refused(space, entry.id, [item.id]);
		}
		await documents.takenOut([id]);
		if (isGone) await rebuild.run();
		else projector.later(id, Math.max(...seqs));
	}

	return {
		refused,
		touched(space, items) {
			const { aside, open } = doubtful(space);
			for (const item of items) if (aside.has(item)) open.add(item);
		},
		async settle(space) {
			if (!loaded.has(space.id)) await load(space);
			loaded.add(space.id);
			const { open } = doubtful(space);
			for (const id of open) {
				await decide(space, id);
				open.delete(id);
			}
		},
	};
}

const mayBeForked = (entry: LogEntry): boolean => entry.late === undefined && (entry.aside === "poisoned" || entry.aside === "forked");

/** In which of its items an envelope counts, and in which not, once that is decided for one of them. */
function standingOf({ entry, body }: Found, id: ItemId, counts: boolean): { readonly items: ItemId[]; readonly out: ItemId[] } {
	const items = new Set(entry.items);
	if (counts) items.add(id);
	else items.delete(id);
	const all = [...new Set(body.items.map((item) => item.id))];
	return { items: all.filter((item) => items.has(item)), out: all.filter((item) => !items.has(item)) };
}
