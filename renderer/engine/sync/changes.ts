/** Tells that something has changed: at once to whoever asks for that, and gathered, a few times a second, to others. */
import type { After } from "../../../shared/protocol/conversation/ports";

/** Milliseconds that changes are gathered. */
const GATHERED = 250;

export interface Changes {
	tell(): void;
	/** Told of every change, until the returned function is called. */
	onTell(listener: () => void): () => void;
	/** Told a few times a second, until the returned function is called. */
	onChange(listener: () => void): () => void;
	close(): void;
}

export function createChanges(after: After): Changes {
	const atOnce = new Set<() => void>();
	const gathered = new Set<() => void>();
	let cancel: (() => void) | null = null;

	function listenIn(all: Set<() => void>, listener: () => void): () => void {
		all.add(listener);
		return () => void all.delete(listener);
	}

	return {
		tell() {
			for (const listener of [...atOnce]) listener();
			cancel ??= after(GATHERED, () => {
				cancel = null;
				for (const listener of [...gathered]) listener();
			});
		},
		onTell: (listener) => listenIn(atOnce, listener),
		onChange: (listener) => listenIn(gathered, listener),
		close() {
			cancel?.();
			atOnce.clear();
			gathered.clear();
		},
	};
}
