/**
 * How much of what was written on this laptop is nowhere else. A device's envelopes are a chain (R1): whoever has one has all
 * before it, so that one number for each space says it all.
 */
import type { SyncLog, SyncStore } from "./ports";

export interface SafeElsewhere {
	/** Envelopes of this device that no other copy has acknowledged. */
	onlyHere(space: string): Promise<number>;
	/** Whether there may be such; asks nobody. */
	isBehind(space: string): boolean;
	/** Another copy has everything of this device up to this running number. */
	acknowledge(space: string, number: number): Promise<void>;
}

export function createSafeElsewhere(log: Pick<SyncLog, "lastOf">, store: SyncStore, device: string): SafeElsewhere {
	// Another device, as after a restore, begins its numbers anew.
	const keyOf = (space: string): string => `safe/${device}/${space}`;
	const upToDate = new Map<string, number>();
	const acknowledged = (space: string): number => {
		const kept = store.get(keyOf(space));
		return typeof kept === "number" ? kept : 0;
	};
	return {
		async onlyHere(space) {
			const last = (await log.lastOf(space, device))?.number ?? 0;
			upToDate.set(space, last);
			return Math.max(0, last - acknowledged(space));
		},
		isBehind: (space) => (upToDate.get(space) ?? Number.POSITIVE_INFINITY) > acknowledged(space),
		async acknowledge(space, number) {
			if (number > acknowledged(space)) await store.set(keyOf(space), number);
		},
	};
}
