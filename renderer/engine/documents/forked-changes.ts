/**
 * Which changes of an item count when a device that forked used one number of an Automerge actor for different ones
 * (docs/protocol.md R2). Automerge takes the first that arrives; here it follows from what there is, in whatever order it came.
 */

/** One Automerge change, as much of it as decides. */
export interface ForkableChange {
	/** Hex of its SHA-256, by which others rest on it. */
	readonly hash: string;
	readonly actor: string;
	/** Its number among the changes of its actor. */
	readonly sequence: number;
	/** Hashes of the changes that it rests on. */
	readonly dependencies: readonly string[];
}

/** What one envelope changes in the item: it counts there as a whole or not at all. */
export interface ItemPart {
	/** Id of the envelope, and its number in its device's chain. */
	readonly envelope: string;
	readonly number: number;
	/** Who wrote it. */
	readonly author: string;
	readonly changes: readonly ForkableChange[];
}

/** The changes that use one number of one actor, by hash. */
type Rivals = ReadonlyMap<string, readonly ItemPart[]>;

/** Whether two different changes of one actor have the same number. */
export function isForked(parts: readonly Pick<ItemPart, "changes">[]): boolean {
	const taken = new Map<string, string>();
	for (const change of parts.flatMap(({ changes }) => changes)) {
		const place = placeOf(change);
		if ((taken.get(place) ?? change.hash) !== change.hash) return true;
		taken.set(place, change.hash);
	}
	return false;
}

/**
 * The envelopes whose changes do not count in this item. Of changes with one number that one counts on which the work of most
 * others rests, among equals that of the lowest envelope number, then of the lowest id; whatever rests on another does not count.
 */
export function outdoneParts(parts: readonly ItemPart[]): ReadonlySet<string> {
	let left = parts.filter((part) => !isForked([part]));
	const known = new Set(parts.flatMap(({ changes }) => changes.map(({ hash }) => hash)));
	left = withFooting(left, known);
	for (let rivals = firstRivals(left); rivals !== null; rivals = firstRivals(left)) {
		const best = bestOf(rivals, left);
		const outdone = new Set([...rivals].flatMap(([hash, of]) => (hash === best ? [] : of)));
		left = withFooting(
			left.filter((part) => !outdone.has(part)),
			known,
		);
	}
	const stays = new Set(left.map(({ envelope }) => envelope));
	return new Set(parts.map(({ envelope }) => envelope).filter((envelope) => !stays.has(envelope)));
}

const placeOf = ({ actor, sequence }: ForkableChange): string => `${actor} ${sequence}`;

/** Without what rests on changes that are known and do not count. */
function withFooting(parts: readonly ItemPart[], known: ReadonlySet<string>): ItemPart[] {
	let left = [...parts];
	for (;;) {
		const here = new Set(left.flatMap(({ changes }) => changes.map(({ hash }) => hash)));
		const stands = left.filter(({ changes }) =>
			changes.every(({ dependencies }) => dependencies.every((hash) => here.has(hash) || !known.has(hash))),
		);
		if (stands.length === left.length) return left;
		left = stands;
	}
}

/** The first number that is used twice: the lowest of all actors. */
function firstRivals(parts: readonly ItemPart[]): Rivals | null {
	const places = new Map<string, { readonly change: ForkableChange; readonly rivals: Map<string, ItemPart[]> }>();
	for (const part of parts) {
		for (const change of part.changes) {
			const place = places.get(placeOf(change)) ?? { change, rivals: new Map<string, ItemPart[]>() };
			places.set(placeOf(change), place);
			place.rivals.set(change.hash, [...(place.rivals.get(change.hash) ?? []), part]);
		}
	}
	const [first] = [...places.values()]
		.filter(({ rivals }) => rivals.size > 1)
		.sort(({ change: one }, { change: other }) => one.sequence - other.sequence || compare(one.actor, other.actor));
	return first?.rivals ?? null;
}

const compare = (one: string, other: string): number => (one < other ? -1 : one > other ? 1 : 0);

function bestOf(rivals: Rivals, parts: readonly ItemPart[]): string | null {
	const above = buildingOn(parts);
	const ranked = [...rivals].map(([hash, of]) => {
		const by = new Set(of.map(({ author }) => author));
		const [first] = [...of].sort((one, other) => one.number - other.number || compare(one.envelope, other.envelope));
		const others = [...authorsOn(hash, above)].filter((author) => !by.has(author));
		return { hash, others: others.length, number: first?.number ?? 0, envelope: first?.envelope ?? "" };
	});
	const [best] = ranked.sort(
		(one, other) =>
			other.others - one.others || one.number - other.number || compare(one.envelope, other.envelope) || compare(one.hash, other.hash),
	);
	return best?.hash ?? null;
}

/** By hash of a change, those that name it among what they rest on, with who wrote them. */
type BuildingOn = ReadonlyMap<string, readonly { readonly hash: string; readonly author: string }[]>;

function buildingOn(parts: readonly ItemPart[]): BuildingOn {
	const above = new Map<string, { readonly hash: string; readonly author: string }[]>();
	for (const { author, changes } of parts)
		for (const { hash, dependencies } of changes)
			for (const below of dependencies) {
				const known = above.get(below);
				if (known === undefined) above.set(below, [{ hash, author }]);
				else known.push({ hash, author });
			}
	return above;
}

/** Who wrote changes that rest on this one. */
function authorsOn(hash: string, above: BuildingOn): ReadonlySet<string> {
	const authors = new Set<string>();
	const seen = new Set([hash]);
	for (const below of seen) {
		for (const { hash: one, author } of above.get(below) ?? []) {
			authors.add(author);
			seen.add(one);
		}
	}
	return authors;
}
