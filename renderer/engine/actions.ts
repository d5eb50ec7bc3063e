/** Deeds by name. */
import { z } from "zod";
import type { Host } from "../../shared/host";
import type { ItemId, Row } from "../../shared/model/item";
import { itemKinds } from "../../shared/model/registry";
import { EngineError } from "./contract";
import type { Desk } from "./desk";
import type { Catalogue } from "./library/catalogue";
import type { Library } from "./library/library";
import { embeddedFiles } from "./queries/links";
import { type ActionDefinitions, spaceActions } from "./spaces/actions";
import { copyToSpace } from "./spaces/copying";
import { laptopActions } from "./spaces/laptop-actions";
import { shareItem } from "./spaces/sharing";
import type { ActionName, Actions } from "./spaces-contract";
import { syncActions } from "./sync/actions";

/** What the engine can do about spaces and people. */
export function actionsOf(desk: Desk, host: Host, catalogue: Catalogue, library: () => Library): Partial<ActionDefinitions> {
	const { spaces, spacesParts, documents, sealer, projector, places, writePath } = desk;
	const aboutSpaces = spaceActions(spaces, spacesParts);

	/** With `move` all that lies in what is moved goes to the trash too; files that pages show from elsewhere stay. */
	async function copy(ids: readonly ItemId[], space: string, move: boolean): Promise<Actions["copy-to-space"]["result"]> {
		await projector.flush();
		const { exclusive, now } = spacesParts;
		const embeddedIn = (page: ItemId): Promise<readonly Row[]> => embeddedFiles(page, { library });
		const parts = { documents, sealer, projector, places, exclusive, now, rowsOf: catalogue.kind, embeddedIn };
		const copied = await copyToSpace(ids, space, parts);
		const trashed = move ? copied.originals : [];
		if (move) await writePath.run(trashed.map((id) => ({ do: "trash", id, params: { at: now() } })));
		return { ids: copied.ids, trashed };
	}

	return {
		...aboutSpaces,
		...laptopActions(spaces, spacesParts, host),
		...syncActions(() => desk.sync),
		async "seen-away"() {
			await desk.away.seen();
			return {};
		},
		"copy-to-space": ({ ids, space, move }) => copy(ids, space, move),
		"share-item": (wish) => shareItem(wish, { ...aboutSpaces, copy, rowOf: (id) => rowIn(catalogue, id) }),
		async "new-id"({ parent, space }) {
			return { id: places.newId(parent === null ? (space ?? undefined) : places.spaceOf(parent)) };
		},
	};
}

async function rowIn(catalogue: Catalogue, id: ItemId): Promise<Row | null> {
	for (const kind of itemKinds) {
		const row = (await catalogue.kind(kind)).rows.get(id);
		if (row !== undefined) return row;
	}
	return null;
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
