import type { Quotas, Registration, ServerStore } from "./store/store";

/** What the administrator has decided. */
export interface Rules {
	readonly registration: Registration;
	readonly quotas: Quotas;
}

/** Milliseconds: a change by another process counts here after this long at most. */
const FRESH_FOR = 2000;

/** The rules as they stand, read again every few seconds; `forget` after a change of one's own. */
export function createServerRules(store: ServerStore, now: () => number): { current(): Promise<Rules>; forget(): void } {
	let read: { readonly at: number; readonly rules: Promise<Rules> } | null = null;
	return {
		current() {
			if (read === null || now() - read.at > FRESH_FOR) {
				const fresh = { at: now(), rules: store.settings() };
				read = fresh;
				fresh.rules.catch(() => {
					if (read === fresh) read = null;
				});
			}
			return read.rules;
		},
		forget() {
			read = null;
		},
	};
}
