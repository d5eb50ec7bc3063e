/** When all there was had been exchanged with a remote, kept between starts. */
import type { RemotesSetting } from "./setting";

/** It is kept no more often than this; what is lost with a sudden end is half a minute. */
const KEPT_EVERY = 30_000;

export interface LastMet {
	/** Milliseconds since 1970; null: never. */
	when(): number | null;
	/** All there was has been exchanged, now. */
	meet(): void;
}

export function createLastMet({ store, now, onProblem }: Pick<RemotesSetting, "store" | "now" | "onProblem">, key: string): LastMet {
	const kept = store.get(key);
	let met = typeof kept === "number" ? kept : null;
	let keptAt = met ?? 0;
	return {
		when: () => met,
		meet() {
			met = now();
			if (met - keptAt < KEPT_EVERY && keptAt <= met) return;
			keptAt = met;
			store.set(key, met).catch(onProblem);
		},
	};
}
