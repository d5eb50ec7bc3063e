/** Deeds by name. */
import { z } from "zod";
import type { Host } from "../../shared/host";
import { EngineError } from "./contract";
import type { Desk } from "./desk";
import type { Catalogue } from "./library/catalogue";
import { type ActionDefinitions, spaceActions } from "./spaces/actions";
import { copyToSpace } from "./spaces/copying";
import { laptopActions } from "./spaces/laptop-actions";
import type { ActionName, Actions } from "./spaces-contract";
import { syncActions } from "./sync/actions";

/** What the engine can do about spaces and people. */
export function actionsOf(desk: Desk, host: Host, catalogue: Catalogue): Partial<ActionDefinitions> {
	const { spaces, spacesParts, documents, sealer, projector, places, writePath } = desk;
	return {
		...spaceActions(spaces, spacesParts),
		...laptopActions(spaces, spacesParts, host),
		...syncActions(() => desk.sync),
		async "seen-away"() {
			await desk.away.seen();
			return {};
		},
		async "copy-to-space"({ ids, space, move }) {
			await projector.flush();
			const { exclusive, now } = spacesParts;
			const parts = { documents, sealer, projector, places, exclusive, now, rowsOf: catalogue.kind };
			const copies = await copyToSpace(ids, space, parts);
			if (move) await writePath.run(ids.map((id) => ({ do: "trash", id, params: { at: now() } })));
			return { ids: copies };
		},
	};
}

/** Does one of them; fails with `bad-request` for what there is not, or for parameters that it cannot be done with. */
export async function act<Name extends ActionName>(
	actions: Partial<ActionDefinitions>,
	name: Name,
	params: Actions[Name]["params"],
): Promise<Actions[Name]["result"]> {
	const action = Object.hasOwn(actions, name) ? actions[name] : undefined;
	if (action === undefined) throw new EngineError("bad-request", `there is nothing to do called ${name}`);
	try {
		return await action(params);
	} catch (error) {
		throw error instanceof z.ZodError ? new EngineError("bad-request", z.prettifyError(error)) : error;
	}
}
