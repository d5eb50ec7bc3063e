/** Seals this device's envelopes: knows its keys, its chain, and that the next envelope follows the last durable one. */
import type { Host, OpenIdentity } from "../../../shared/host";
import { KEPT_FREE } from "../../../shared/limits";
import type { ItemId, ItemLane } from "../../../shared/model/item";
import { fromHex, toHex } from "../../../shared/protocol/bytes";
import { type EnvelopeBody, openEnvelope, sealEnvelope } from "../../../shared/protocol/envelope";
import { deviceFingerprint } from "../../../shared/protocol/identity";
import type { Sodium } from "../../../shared/protocol/sodium";
import { EngineError } from "../contract";
import { LogFull, type LogStore, type NewLogEntry } from "../log/log-store";

/** An envelope's bytes are written to the log, again when the database tidies it, and in part to library and search. */
const TIMES_WRITTEN = 4;

/** What goes into one envelope. */
export interface Unsealed {
	readonly lane: ItemLane;
	readonly items: readonly { readonly id: ItemId; readonly changes: readonly Uint8Array[] }[];
}

export interface Sealer {
	/** The Automerge actor that this installation writes with. */
	readonly actor: string;
	/** An actor of this device that has never written before. */
	freshActor(): string;
	readonly space: string;
	readonly device: string;
	readonly identity: OpenIdentity;
	/** Seals and appends, all or none; resolves when durable, with the log positions. Calls must not overlap. */
	append(batches: readonly Unsealed[], time: number): Promise<readonly number[]>;
	/** From now on nothing more is sealed: the keys are being replaced, and what the old ones seal could not be opened. */
	retire(): void;
	/** Opens an envelope of a space whose key we have; throws EnvelopeRefused. */
	open(bytes: Uint8Array): EnvelopeBody;
}

/** A sealer for the private space. */
export async function openSealer(sodium: Sodium, host: Host, log: LogStore): Promise<Sealer> {
	const identity = await host.call("identity.open");
	const { id: space, epoch, keys } = identity.privateSpace;
	const key = keys[epoch];
	if (key === undefined) throw new Error("the private space has no key for its epoch");
	const device = toHex(identity.deviceKey);
	const last = await log.lastOf(space, device);
	let retired = false;
	let number = last?.number ?? 0;
	let previous = last === null ? null : fromHex(last.id);
	const keysOf = (wanted: string, wantedEpoch: number): readonly Uint8Array[] =>
		wanted === space ? keys.slice(wantedEpoch, wantedEpoch + 1) : [];

	return {
		actor: deviceFingerprint(sodium, identity.deviceKey) + toHex(identity.installation),
		freshActor: () => deviceFingerprint(sodium, identity.deviceKey) + toHex(sodium.randombytes_buf(8)),
		space,
		device,
		identity,
		retire() {
			retired = true;
		},
		async append(batches, time) {
			if (retired) throw new EngineError("engine-stopped", "the keys of this book were replaced: start the engine again");
			const room = host.call("disk.room");
			// Waited for below; until then a failure of it must not count as one that nobody sees.
			room.catch(() => undefined);
			const entries: NewLogEntry[] = [];
			let nextNumber = number;
			let nextPrevious = previous;
			for (const batch of batches) {
				nextNumber += 1;
				const body: EnvelopeBody = { time, items: batch.items.map(({ id, changes }) => ({ id, changes: [...changes] })) };
				const sealed = await sealEnvelope(
					sodium,
					{ space, lane: batch.lane, device: identity.deviceKey, epoch, heads: [], number: nextNumber, previous: nextPrevious },
					body,
					key,
					(bytes) => host.call("identity.sign", bytes),
				);
				nextPrevious = fromHex(sealed.id);
				entries.push({ id: sealed.id, space, device, number: nextNumber, bytes: sealed.bytes, items: batch.items.map(({ id }) => id) });
			}
			const size = entries.reduce((sum, { bytes }) => sum + bytes.length, 0);
			if ((await room) < KEPT_FREE + size * TIMES_WRITTEN) throw new LogFull();
			const seqs = await log.append(entries);
			number = nextNumber;
			previous = nextPrevious;
			return seqs;
		},
		open: (bytes) => openEnvelope(sodium, bytes, keysOf).body,
	};
}
