/** Envelopes are looked at by themselves while the ones before are still being written: nothing that is here decides it. */
import { type Looked, lookAt } from "../../../shared/protocol/intake";
import type { Sodium } from "../../../shared/protocol/sodium";
import { steadyBreath } from "../breathing";

/** Looks at each, in their order, and lets other work in between. */
export async function lookAtAll(sodium: Sodium, space: string, envelopes: readonly Uint8Array[]): Promise<readonly Looked[]> {
	const breath = steadyBreath();
	const looked: Looked[] = [];
	for (const bytes of envelopes) {
		looked.push(lookAt(sodium, space, bytes));
		await breath();
	}
	return looked;
}
