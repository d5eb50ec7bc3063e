/** Seals this device's envelopes for every space: knows its keys, its chains, and that the next envelope follows the last durable one. */
import type { Host } from "../../../shared/host";
import { KEPT_FREE } from "../../../shared/limits";
import type { ItemId, ItemLane } from "../../../shared/model/item";
import { fromHex, toHex } from "../../../shared/protocol/bytes";
import {
	type EnvelopeAuthor,
	type EnvelopeBody,
	openEnvelope,
	readStatement,
	type SealedEnvelope,
	sealEnvelope,
	signStatement,
} from "../../../shared/protocol/envelope";
import { deviceFingerprint } from "../../../shared/protocol/identity";
import { mayWrite } from "../../../shared/protocol/membership/membership";
import type { Statement } from "../../../shared/protocol/membership/statements";
import type { Sodium } from "../../../shared/protocol/sodium";
import { EngineError } from "../contract";
import type { LocalSpace } from "../log/local-space";
import { LogFull, type LogStore, type NewLogEntry } from "../log/log-store";
import type { HeldSpace, HeldSpaces } from "../spaces/held-spaces";

/** An envelope's bytes are written to the log, again when the database tidies it, and in part to library and search. */
const TIMES_WRITTEN = 4;

/** What goes into one envelope. */
export interface Unsealed {
	readonly space: string;
	readonly lane: ItemLane;
	/** When it was made, where that is not now. */
	readonly time?: number;
	readonly items: readonly { readonly id: ItemId; readonly changes: readonly Uint8Array[] }[];
}

/** What changes together with what is sealed. */
export interface Alongside {
	/** Log positions whose entries are taken out. */
	readonly remove?: readonly number[];
	readonly spaces?: readonly LocalSpace[];
}

/** How it opens what others sealed, and its own. */
export type Opener = Pick<Sealer, "open">;

export interface Sealer {
	/** The Automerge actor that this installation writes with. */
	readonly actor: string;
	/** An actor of this device that has never written before. */
	freshActor(): string;
	/** Hex of this device's key. */
	readonly device: string;
	/** Seals and appends, all or none; resolves when durable, with the log positions. Fails with `refused` where one has no right, or no key yet. Calls must not overlap. */
	append(batches: readonly Unsealed[], time: number, alongside?: Alongside): Promise<readonly number[]>;
	/** Makes a statement, for good; resolves when it is durable, with its log position. Fails with `refused` when one has no right to it. Not beside `append`. */
	state(space: HeldSpace, statement: Statement, time: number, alongside?: Alongside): Promise<number>;
	/** Own envelopes of this space came from elsewhere: the next one follows them. */
	forgetChain(space: string): void;
	/** From now on nothing more is sealed: the keys are being replaced, and what the old ones seal could not be opened. */
	retire(): void;
	/** Opens an envelope of a space whose key we have; throws EnvelopeRefused. */
	open(bytes: Uint8Array): EnvelopeBody;
}

interface Tip {
	readonly number: number;
	readonly previous: Uint8Array | null;
}

/** `onAppended` is told of the space of what has become durable. */
export function createSealer(
	sodium: Sodium,
	host: Host,
	log: LogStore,
	spaces: HeldSpaces,
	onAppended: (space: string) => void = () => undefined,
): Sealer {
	const { identity } = spaces;
	const { deviceKey } = identity;
	const device = toHex(deviceKey);
	const fingerprint = deviceFingerprint(sodium, deviceKey);
	const tips = new Map<string, Tip>();
	let retired = false;
	const sign = (bytes: Uint8Array): Promise<Uint8Array> => host.call("identity.sign", bytes);

	async function tipOf(space: string): Promise<Tip> {
		const known = tips.get(space);
		if (known !== undefined) return known;
		const last = await log.lastOf(space, device);
		return last === null ? { number: 0, previous: null } : { number: last.number, previous: fromHex(last.id) };
	}

	function author(space: HeldSpace, tip: Tip, epoch: number): EnvelopeAuthor {
		return {
			space: space.id,
			device: deviceKey,
			epoch,
			heads: space.history.heads().map(fromHex),
			number: tip.number + 1,
			previous: tip.previous,
		};
	}

	function spaceToWriteIn({ space: id, lane }: Unsealed): HeldSpace {
		const space = spaces.get(id);
		const membership = space?.history.current() ?? null;
		if (space === null || membership === null || membership.devices.get(device)?.active !== true)
			throw new EngineError("refused", "you are not in this space", "not-a-member");
		if (!mayWrite(membership, device, lane)) throw new EngineError("refused", "your role does not allow this", "role");
		return space;
	}

	/** The entries, durable; and the chains go on from them. */
	async function keep(
		entries: readonly NewLogEntry[],
		next: ReadonlyMap<string, Tip>,
		alongside: Alongside | null,
	): Promise<readonly number[]> {
		const size = entries.reduce((sum, { bytes }) => sum + bytes.length, 0);
		if ((await host.call("disk.room")) < KEPT_FREE + size * TIMES_WRITTEN) throw new LogFull();
		const seqs = await (alongside === null
			? log.append(entries)
			: log.change({
					add: entries,
					...alongside,
					dropSnapshots: alongside.remove === undefined ? [] : entries.flatMap(({ items }) => items),
				}));
		for (const [space, tip] of next) tips.set(space, tip);
		for (const space of next.keys()) onAppended(space);
		return seqs;
	}

	function entryOf(sealed: SealedEnvelope, items: readonly ItemId[]): NewLogEntry {
		const { space, lane, number } = sealed.header;
		return { id: sealed.id, space, device, number, lane, bytes: sealed.bytes, items, origin: null };
	}

	function assertNotRetired(): void {
		if (retired) throw new EngineError("engine-stopped", "the keys of this book were replaced: start the engine again");
	}

	return {
		actor: fingerprint + toHex(identity.installation),
		freshActor: () => fingerprint + toHex(sodium.randombytes_buf(8)),
		device,
		forgetChain: (space) => tips.delete(space),
		retire() {
			retired = true;
		},
		async append(batches, time, alongside) {
			assertNotRetired();
			const entries: NewLogEntry[] = [];
			const next = new Map<string, Tip>();
			for (const batch of batches) {
				const space = spaceToWriteIn(batch);
				const key = space.ring.writing(space.history);
				if (key === null) throw new EngineError("refused", "the keys of this space are not here yet", "waiting-for-keys");
				const tip = next.get(space.id) ?? (await tipOf(space.id));
				const body: EnvelopeBody = {
					time: batch.time ?? time,
					items: batch.items.map(({ id, changes }) => ({ id, changes: [...changes] })),
				};
				const sealed = await sealEnvelope(sodium, { ...author(space, tip, key.epoch), lane: batch.lane }, body, key.key, sign);
				next.set(space.id, { number: tip.number + 1, previous: fromHex(sealed.id) });
				entries.push(
					entryOf(
						sealed,
						batch.items.map(({ id }) => id),
					),
				);
			}
			return keep(entries, next, alongside ?? null);
		},
		async state(space, statement, time, alongside) {
			assertNotRetired();
			const tip = await tipOf(space.id);
			const epoch = space.ring.writing(space.history)?.epoch ?? 0;
			const sealed = await signStatement(sodium, author(space, tip, epoch), statement, time, sign);
			const outcome = space.history.offer(readStatement(sodium, sealed.bytes));
			if (outcome.is !== "taken")
				throw new EngineError("refused", "this cannot be stated", outcome.is === "refused" ? outcome.why : outcome.is);
			try {
				const next = new Map([[space.id, { number: tip.number + 1, previous: fromHex(sealed.id) }]]);
				return (await keep([entryOf(sealed, [])], next, alongside ?? null))[0] ?? 0;
			} catch (error) {
				await spaces.reload(space.id);
				throw error;
			}
		},
		open: (bytes) => openEnvelope(sodium, bytes, spaces.keysOf).body,
	};
}
