import type { Offered } from "../../shared/protocol/conversation/ports";
import type { Sodium } from "../../shared/protocol/sodium";
import { createPersonLimits, type PersonRates } from "../limits/person-limits";
import type { createServerRules } from "../server-rules";
import type { ServerStore } from "../store/store";
import { createTurns } from "../turns";
import type { WorkInHand } from "../work-in-hand";
import { createLive, type Live } from "./live";
import { createOffered, type Observed } from "./offered";
import { createPeople } from "./people";
import { createSpaceMemberships } from "./space-memberships";

export interface AssemblyPorts {
	readonly sodium: Sodium;
	readonly store: ServerStore;
	readonly rules: ReturnType<typeof createServerRules>;
	readonly rates: PersonRates;
	readonly inHand: WorkInHand;
	readonly diskRefusal: () => Promise<"disk-full" | null>;
	readonly observed: Observed;
	/** Milliseconds since 1970. */
	readonly now: () => number;
}

/** What a server offers on a store, and who is told what of it. Resolves when it hears what other processes keep. */
export async function assembleOffered(
	ports: AssemblyPorts,
): Promise<{ readonly offered: Offered; readonly live: Live; readonly stop: () => Promise<void> }> {
	const { sodium, store, rules, rates, observed, now } = ports;
	const { numbering } = await store.settings();
	const turns = createTurns();
	const memberships = createSpaceMemberships(sodium, store, turns);
	const live = createLive({ store, memberships, now, onError: (error) => observed.failed("news", error) });
	const limits = createPersonLimits(rates, () => performance.now());
	const offered = createOffered({ ...ports, memberships, turns, live, limits, numbering, people: createPeople(store, rules) });
	const deaf = await store.hear({ onTold: live.told, onGap: live.gap });
	return {
		offered,
		live,
		async stop() {
			live.close();
			await deaf();
		},
	};
}
