import { toHex } from "../../shared/protocol/bytes";
import type { ChainTip } from "../../shared/protocol/chain";
import type { Examined, IntakeRefusal, IntakeStore, Standing } from "../../shared/protocol/intake";

/** What a device has on its disk: outlives the device's memory. */
export interface Disk {
	readonly considered: Map<string, Examined & { standing: Standing }>;
	readonly waiting: Map<string, Examined>;
	/** The highest number of each device. */
	readonly tips: Map<string, ChainTip>;
	/** What waited no more without being considered, and why. */
	readonly ended: { readonly id: string; readonly why: IntakeRefusal }[];
	judgedUnder: readonly string[] | null;
}

export function emptyDisk(): Disk {
	return { considered: new Map(), waiting: new Map(), tips: new Map(), ended: [], judgedUnder: null };
}

/** A store on such a disk. `beforeWrite` may throw: the machine dies at that moment. */
export function memoryIntakeStore(disk: Disk, beforeWrite: () => void = () => undefined): IntakeStore {
	return {
		async known(ids) {
			return new Set(ids.filter((id) => disk.considered.has(id) || disk.waiting.has(id)));
		},
		async tip(device) {
			return disk.tips.get(device) ?? null;
		},
		async link(id) {
			const one = disk.considered.get(id);
			if (one === undefined) return null;
			return { id, device: toHex(one.header.device), number: one.header.number, heads: one.header.heads.map(toHex) };
		},
		waiting: async () => [...disk.waiting.values()],
		async keep(considered, waiting, ended) {
			beforeWrite();
			for (const one of considered) {
				disk.considered.set(one.id, { ...one });
				const [device, { number, heads }] = [toHex(one.header.device), one.header];
				if (number > (disk.tips.get(device)?.number ?? 0)) disk.tips.set(device, { number, id: one.id, heads: heads.map(toHex) });
				disk.waiting.delete(one.id);
			}
			for (const one of waiting) disk.waiting.set(one.id, one);
			for (const { envelope, why } of ended) {
				disk.waiting.delete(envelope.id);
				disk.ended.push({ id: envelope.id, why });
			}
		},
		async *considered() {
			yield [...disk.considered.values()].filter(({ header }) => header.lane !== "membership");
		},
		judgedUnder: async () => disk.judgedUnder,
		async settle(moved, under) {
			beforeWrite();
			for (const standing of ["accepted", "late"] as const) {
				for (const id of moved[standing]) {
					const one = disk.considered.get(id);
					if (one !== undefined) one.standing = standing;
				}
			}
			disk.judgedUnder = under;
		},
	};
}
