/** The spaces of a book, opened from the membership lane of its log: who is in them, and the keys one has. */
import type { Host, OpenIdentity } from "../../../shared/host";
import { itemPrefixOf, prefixOf } from "../../../shared/model/ids";
import type { ItemId } from "../../../shared/model/item";
import { fromHex, toHex } from "../../../shared/protocol/bytes";
import { readStatement } from "../../../shared/protocol/envelope";
import { deviceFingerprint } from "../../../shared/protocol/identity";
import { privateSpaceIdOf } from "../../../shared/protocol/membership/credentials";
import type { Speaker } from "../../../shared/protocol/membership/making-statements";
import { createMembershipHistory, type MembershipHistory } from "../../../shared/protocol/membership/membership-history";
import type { Sodium } from "../../../shared/protocol/sodium";
import { type LocalSpace, unknownSpace } from "../log/local-space";
import type { LogEntry, LogStore } from "../log/log-store";
import { createKeyRing, type KeyRing } from "./key-ring";

/** One space as this copy has it. */
export interface HeldSpace {
	readonly id: string;
	readonly history: MembershipHistory;
	readonly ring: KeyRing;
	/** What the ids of its items begin with; "" in the private space. */
	readonly prefix: string;
	local: LocalSpace;
}

export interface HeldSpaces {
	readonly identity: OpenIdentity;
	/** This device, as it makes statements. */
	readonly speaker: Speaker;
	readonly privateSpace: string;
	get(space: string): HeldSpace | null;
	/** The space, which is held from now on. */
	hold(space: string): HeldSpace;
	all(): readonly HeldSpace[];
	/** Reads a space's statements from the log again: what was in memory may not be what is durable. */
	reload(space: string): Promise<void>;
	spaceOf(id: ItemId): string;
	keysOf(space: string, epoch: number): readonly Uint8Array[];
	/** Hex of the person whose device it is that Automerge actors with this fingerprint belong to; null when nobody knows. */
	personOf(fingerprint: string): string | null;
}

export async function openHeldSpaces(sodium: Sodium, host: Host, log: LogStore, identity: OpenIdentity): Promise<HeldSpaces> {
	const person = toHex(identity.personKey);
	const speaker: Speaker = { person, device: toHex(identity.deviceKey), certificate: identity.deviceCertificate };
	const privateSpace = privateSpaceIdOf(sodium, person);
	const hash = (bytes: Uint8Array): Uint8Array => sodium.crypto_generichash(32, bytes, null);
	const held = new Map<string, HeldSpace>();
	const byPrefix = new Map<string, string>();
	/** Fingerprint → person, made anew when there are more statements than it was made of. */
	let people: { readonly statements: number; readonly byFingerprint: ReadonlyMap<string, string> } | null = null;

	function build(local: LocalSpace): HeldSpace {
		const prefix = local.space === privateSpace ? "" : itemPrefixOf(hash, local.space);
		const space: HeldSpace = {
			id: local.space,
			history: createMembershipHistory(sodium, local.space),
			ring: createKeyRing(sodium, host, identity, () => space.local.joining?.secret ?? null),
			prefix,
			local,
		};
		return space;
	}

	function put(space: HeldSpace): HeldSpace {
		held.set(space.id, space);
		if (space.prefix !== "") byPrefix.set(space.prefix, space.id);
		return space;
	}

	const make = (local: LocalSpace): HeldSpace => put(build(local));

	function offerAll(space: HeldSpace, entries: readonly LogEntry[]): void {
		for (const { bytes } of entries) space.history.offer(readStatement(sodium, bytes));
	}

	function countStatements(): number {
		return [...held.values()].reduce((sum, { history }) => sum + history.statements().length, 0);
	}

	function knownPeople(): ReadonlyMap<string, string> {
		const statements = countStatements();
		if (people?.statements === statements) return people.byFingerprint;
		const byFingerprint = new Map<string, string>();
		const add = (device: Uint8Array, of: string): void => {
			byFingerprint.set(deviceFingerprint(sodium, device), of);
		};
		for (const { history } of held.values())
			for (const { device, person: of } of history.current()?.devices.values() ?? []) add(fromHex(device), of);
		for (const { deviceKey } of identity.otherDevices) add(deviceKey, person);
		add(identity.deviceKey, person);
		people = { statements, byFingerprint };
		return byFingerprint;
	}

	const [locals, statements] = await Promise.all([log.spaces(), log.statements()]);
	for (const local of locals) make(local);
	for (const [id, entries] of groupBySpace(statements)) offerAll(held.get(id) ?? make(unknownSpace(id)), entries);
	for (const space of held.values()) await space.ring.refresh(space.history);

	const hold = (space: string): HeldSpace => held.get(space) ?? make(unknownSpace(space));
	return {
		identity,
		speaker,
		privateSpace,
		get: (space) => held.get(space) ?? null,
		hold,
		all: () => [...held.values()],
		async reload(id) {
			const [locals, statements] = await Promise.all([log.spaces(), log.statements()]);
			const space = build(locals.find((local) => local.space === id) ?? unknownSpace(id));
			offerAll(
				space,
				statements.filter((entry) => entry.space === id),
			);
			await space.ring.refresh(space.history);
			// Only now: whoever reads meanwhile needs its keys and members.
			put(space);
		},
		spaceOf: (id) => byPrefix.get(prefixOf(id)) ?? privateSpace,
		keysOf(space, epoch) {
			const found = held.get(space);
			return found === undefined ? [] : found.ring.ofEpoch(found.history, epoch);
		},
		personOf: (fingerprint) => knownPeople().get(fingerprint) ?? null,
	};
}

function groupBySpace(entries: readonly LogEntry[]): ReadonlyMap<string, readonly LogEntry[]> {
	const groups = new Map<string, LogEntry[]>();
	for (const entry of entries) {
		const group = groups.get(entry.space);
		if (group === undefined) groups.set(entry.space, [entry]);
		else group.push(entry);
	}
	return groups;
}
