/** Seals this device's envelopes for every space: knows its keys, its chains, and that the next envelope follows the last durable one. */
import type { Host } from "../../../shared/host";
import { KEPT_FREE } from "../../../shared/limits";
import type { ItemId, ItemLane } from "../../../shared/model/item";
import { fromHex, toHex } from "../../../shared/protocol/bytes";
import type { ChainTip } from "../../../shared/protocol/chain";
import {
	type EnvelopeAuthor,
	type EnvelopeBody,
	envelopeId,
	openEnvelope,
	readHeader,
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
import { diskRoom } from "../disk-room";
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
	/** Whether the bytes are still those that the id names: a failing disk may have changed them. */
	isWhole(entry: Pick<NewLogEntry, "id" | "bytes">): boolean;
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
	const tips = new Map<string, ChainTip>();
	const room = diskRoom(host);
	let retired = false;
	const sign = (bytes: Uint8Array): Promise<Uint8Array> => host.call("identity.sign", bytes);

	/** The end of one's own chain; null before the first envelope. */
	async function tipOf(space: string): Promise<ChainTip | null> {
		const known = tips.get(space);
		if (known !== undefined) return known;
		const last = await log.lastOf(space, device);
		return last === null ? null : { number: last.number, id: last.id, heads: readHeader(last.bytes).heads.map(toHex) };
	}

	function author(space: HeldSpace, tip: ChainTip | null, epoch: number, statement: Statement | null): EnvelopeAuthor {
		return {
			space: space.id,
			device: deviceKey,
			epoch,
			heads: space.history.headsFor(device, tip, statement).heads.map(fromHex),
			number: (tip?.number ?? 0) + 1,
			previous: tip === null ? null : fromHex(tip.id),
		};
	}

	function endOf({ id, header }: SealedEnvelope): ChainTip {
		return { id, number: header.number, heads: header.heads.map(toHex) };
	}

	function isIn({ history }: HeldSpace): boolean {
		return history.current()?.devices.get(device)?.active === true;
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
		next: ReadonlyMap<string, ChainTip>,
		alongside: Alongside | null,
		room: Promise<number>,
	): Promise<readonly number[]> {
		const size = entries.reduce((sum, { bytes }) => sum + bytes.length, 0);
		if ((await room) < KEPT_FREE + size * TIMES_WRITTEN) throw new LogFull();
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

	/** Asked for while there is other work; until somebody waits for it, a failure must not count as one that nobody sees. */
	function roomOnDisk(): Promise<number> {
		const found = room();
		found.catch(() => undefined);
		return found;
	}

	function assertNotRetired(): void {
		if (retired) throw new EngineError("engine-stopped", "the keys of this book were replaced: start the engine again");
	}

	async function stateNow(space: HeldSpace, statement: Statement, time: number, alongside: Alongside | null): Promise<number> {
		const tip = await tipOf(space.id);
		const epoch = space.ring.writing(space.history)?.epoch ?? 0;
		const sealed = await signStatement(sodium, author(space, tip, epoch, statement), statement, time, sign);
		const outcome = space.history.offer(readStatement(sodium, sealed.bytes));
		if (outcome.is !== "taken")
			throw new EngineError("refused", "this cannot be stated", outcome.is === "refused" ? outcome.why : outcome.is);
		try {
			return (await keep([entryOf(sealed, [])], new Map([[space.id, endOf(sealed)]]), alongside, roomOnDisk()))[0] ?? 0;
		} catch (error) {
			await spaces.reload(space.id);
			throw error;
		}
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
			const room = roomOnDisk();
			const entries: NewLogEntry[] = [];
			const next = new Map<string, ChainTip>();
			for (const batch of batches) {
				const space = spaceToWriteIn(batch);
				const key = space.ring.writing(space.history);
				if (key === null) throw new EngineError("refused", "the keys of this space are not here yet", "waiting-for-keys");
				const tip = next.get(space.id) ?? (await tipOf(space.id));
				const body: EnvelopeBody = {
					time: batch.time ?? time,
					items: batch.items.map(({ id, changes }) => ({ id, changes: [...changes] })),
				};
				const sealed = await sealEnvelope(sodium, { ...author(space, tip, key.epoch, null), lane: batch.lane }, body, key.key, sign);
				next.set(space.id, endOf(sealed));
				entries.push(
					entryOf(
						sealed,
						batch.items.map(({ id }) => id),
					),
				);
			}
			return keep(entries, next, alongside ?? null, room);
		},
		async state(space, statement, time, alongside) {
			assertNotRetired();
			// What stands side by side beyond what a header can name is brought together first (docs/protocol.md R3).
			while (isIn(space) && space.history.headsFor(device, await tipOf(space.id), statement).left > 0)
				await stateNow(space, { is: "gather" }, time, null);
			return stateNow(space, statement, time, alongside ?? null);
		},
		open: (bytes) => openEnvelope(sodium, bytes, spaces.keysOf).body,
		isWhole: ({ id, bytes }) => envelopeId(sodium, bytes) === id,
	};
}
