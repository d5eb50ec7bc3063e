/** Which heads an author names, when there may be more of them than a header has room for (R3). */
import { MOST_HEADS } from "../envelope-limits";
import type { Folded } from "./fold";
import type { StatementGraph } from "./statement-graph";
import type { Statement } from "./statements";

/** What an author names. */
export interface NamedHeads {
	readonly heads: readonly string[];
	/** How many more there are that the author knows: whoever makes a statement states `gather` first, until there are none. */
	readonly left: number;
}

/** Who names them, and for what. */
interface Naming {
	/** The author's device. */
	readonly device: string;
	/** Statements that the author has named before. */
	readonly known: readonly string[];
	/** The statement that they make; null: they write. */
	readonly statement: Statement | null;
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

/** The heads to name: those that cover what the author named before and what they have their right from, then as many as there is room for. */
export function nameHeads(graph: StatementGraph, folded: Folded, counting: readonly string[], naming: Naming): NamedHeads {
	const all = graph.latestOf([...counting, ...naming.known]);
	if (all.length <= MOST_HEADS) return { heads: all, left: 0 };
	const needed = [...graph.latestOf(naming.known), ...graph.latestOf(rightFrom(graph, folded, naming))];
	const covering = needed.flatMap((id) => all.find((head) => graph.isWithin(id, [head])) ?? []);
	const heads = [...new Set([...covering, ...all])].slice(0, MOST_HEADS).sort();
	return { heads, left: all.length - heads.length };
}

/** The statements that make the author's person what they are in the space, or the invite by which they come in. */
function rightFrom(graph: StatementGraph, { draft, notCounted }: Folded, { device, statement }: Naming): readonly string[] {
	const comesIn = statement?.is === "join" || statement?.is === "add-device" ? statement : null;
	const person = comesIn?.person ?? draft.devices.get(device)?.person;
	const makes = ({ is, ...of }: Statement): boolean => {
		if (is === "invite") return comesIn?.is === "join" && "invite" in of && of.invite === comesIn.invite;
		return (is === "set-role" || is === "join" || is === "create" || is === "add-device") && "person" in of && of.person === person;
	};
	return graph
		.inOrder()
		.filter((signed) => !notCounted.has(signed.id) && makes(signed.statement))
		.map(({ id }) => id);
}
