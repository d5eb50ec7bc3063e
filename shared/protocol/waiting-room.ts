/** What waits in a copy for others has a limit: nobody can fill somebody's disk with what never comes to anything (R1). */
import { toHex } from "./bytes";
import type { EnvelopeHeader } from "./envelope";

/** Most envelopes that wait: of one device, and in a space. */
export const MOST_WAITING = { ofDevice: 2000, inSpace: 10_000 };
/** Most bytes of them: of one device, and in a space. A single envelope may be larger. */
export const MOST_WAITING_BYTES = { ofDevice: 64 * 1024 * 1024, inSpace: 128 * 1024 * 1024 };

interface Waiting {
	readonly bytes: Uint8Array;
	readonly header: Pick<EnvelopeHeader, "device" | "number">;
}

interface Held<One> {
	readonly isMember: boolean;
	/** By their number, ascending. */
	readonly envelopes: One[];
	bytes: number;
}

/**
 * Which of those that wait are let go, so that the rest fits: of each device the highest numbers, because they wait for the
 * lower ones; and first those of devices that the space does not know, then of those that have most.
 */
export function chooseToLetGo<One extends Waiting>(waiting: readonly One[], isMember: (device: string) => boolean): readonly One[] {
	const held = heldByDevice(waiting, isMember);
	const gone: One[] = [];
	const letGo = (one: Held<One>): void => {
		const last = one.envelopes.pop();
		if (last === undefined) return;
		one.bytes -= last.bytes.length;
		gone.push(last);
	};
	for (const one of held) {
		while (one.envelopes.length > 1 && (one.envelopes.length > MOST_WAITING.ofDevice || one.bytes > MOST_WAITING_BYTES.ofDevice))
			letGo(one);
	}
	for (;;) {
		const count = held.reduce((sum, { envelopes }) => sum + envelopes.length, 0);
		const bytes = held.reduce((sum, one) => sum + one.bytes, 0);
		if (count <= 1 || (count <= MOST_WAITING.inSpace && bytes <= MOST_WAITING_BYTES.inSpace)) return gone;
		const first = held.filter(({ envelopes }) => envelopes.length > 0).sort(comesFirst)[0];
		if (first === undefined) return gone;
		letGo(first);
	}
}

function heldByDevice<One extends Waiting>(waiting: readonly One[], isMember: (device: string) => boolean): readonly Held<One>[] {
	const held = new Map<string, Held<One>>();
	for (const envelope of [...waiting].sort((one, other) => one.header.number - other.header.number)) {
		const device = toHex(envelope.header.device);
		const one = held.get(device) ?? { isMember: isMember(device), envelopes: [], bytes: 0 };
		one.envelopes.push(envelope);
		one.bytes += envelope.bytes.length;
		held.set(device, one);
	}
	return [...held.values()];
}

function comesFirst(one: Held<unknown>, other: Held<unknown>): number {
	if (one.isMember !== other.isMember) return one.isMember ? 1 : -1;
	return other.bytes - one.bytes;
}
