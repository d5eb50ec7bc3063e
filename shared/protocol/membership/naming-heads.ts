/** Which heads an author names, when there may be more of them than a header has room for (R3). */
import { MOST_HEADS } from "../envelope-limits";
import type { Folded } from "./fold";
import type { StatementGraph } from "./statement-graph";

/** What an author names. */
export interface NamedHeads {
	readonly heads: readonly string[];
	/** How many more there are that the author knows: whoever makes a statement states `gather` first, until there are none. */
	readonly left: number;
}

/** What has to be among what the heads know. */
interface Needed {
	/** Statements that the author has named before, or rests on now. */
	readonly known: readonly string[];
	/** The author's device. */
	readonly device: string;
}

/** What counts and is not built on by what counts: nobody has to name what was struck. */
export function countingHeads(graph: StatementGraph, { notCounted }: Folded): readonly string[] {
	if (notCounted.size === 0) return graph.heads();
	return graph.latestOf(
		graph
			.inOrder()
			.map(({ id }) => id)
			.filter((id) => !notCounted.has(id)),
	);
}

/** The heads to name: those that cover what the author named before and what gives them their role, then as many as there is room for. */
export function nameHeads(graph: StatementGraph, folded: Folded, counting: readonly string[], { known, device }: Needed): NamedHeads {
	const all = graph.latestOf([...counting, ...known]);
	if (all.length <= MOST_HEADS) return { heads: all, left: 0 };
	const needed = [...graph.latestOf(known), ...roleOf(graph, folded, device)];
	const covering = needed.flatMap((id) => all.find((head) => graph.isWithin(id, [head])) ?? []);
	const heads = [...new Set([...covering, ...all])].slice(0, MOST_HEADS).sort();
	return { heads, left: all.length - heads.length };
}

/** The statements that made the device's person what they are in the space. */
function roleOf(graph: StatementGraph, { draft, notCounted }: Folded, device: string): readonly string[] {
	const person = draft.devices.get(device)?.person ?? "";
	const entries = [draft.personEntries.get(person), draft.deviceEntries.get(device)].filter((id) => id !== undefined);
	const roles = graph
		.inOrder()
		.filter(({ id, statement }) => statement.is === "set-role" && statement.person === person && !notCounted.has(id))
		.map(({ id }) => id);
	return graph.latestOf([...entries, ...roles]);
}
