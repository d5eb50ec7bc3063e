import sodium from "libsodium-wrappers-sumo";
import { createServerRules } from "../../server/server-rules";
import { type AssemblyPorts, assembleOffered } from "../../server/spaces/assemble";
import type { ServerStore } from "../../server/store/store";
import { createWorkInHand } from "../../server/work-in-hand";
import type { Counterpart, Offered } from "../../shared/protocol/conversation/ports";

export interface OfferedServer {
	readonly offered: Offered;
	/** Registers somebody. */
	letIn(who: Counterpart): Promise<void>;
	/** Errors that were told to nobody but the log. */
	readonly failures: unknown[];
	stop(): Promise<void>;
}

/** What a server offers on a store, without its network. */
export async function offerStore(store: ServerStore, more: Partial<AssemblyPorts> = {}): Promise<OfferedServer> {
	await sodium.ready;
	const failures: unknown[] = [];
	const { offered, stop } = await assembleOffered({
		sodium,
		store,
		rules: createServerRules(store, () => performance.now()),
		rates: { questionsPerSecond: 1e6, bytesPerSecond: 1e9, registrationsPerMinute: 1000 },
		inHand: createWorkInHand(),
		diskRefusal: async () => null,
		observed: { question: () => undefined, pushed: () => undefined, failed: (_, error) => failures.push(error) },
		now: Date.now,
		...more,
	});
	return { offered, stop, failures, letIn: ({ person }) => store.register(person ?? "") };
}
