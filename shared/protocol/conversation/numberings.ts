/** Under which name a remote's numbering of a space is remembered here: what was fetched under that name is known to be there (R15). */
import type { OpenedRole, OpenedSpace } from "./messages";
import type { Marks } from "./ports";

/**
 * The name for what is exchanged from now on. It is another one than before when the store was made anew, when it was put back to
 * an earlier state, which may lack what it once gave, and when one saw only a part.
 */
export function numberingNow({ numbering, role, last }: Extract<OpenedSpace, { is: "open" }>, known: Marks | null): string {
	if (role === "invited" || role === "former") return `${numbering} ${role}`;
	const [before, stage = ""] = known?.numbering.split(" ") ?? [];
	if (known === null || before !== numbering || PARTS.includes(stage)) return numbering;
	return known.received <= last ? known.numbering : `${numbering} ${Number(stage) + 1}`;
}

/** Whoever sees a part begins anew when they see all. */
const PARTS: readonly string[] = ["invited", "former"] satisfies OpenedRole[];

/** Whether a remote that was met before may lack what it once gave: what it has is looked at first, and the rest is offered. */
export function mayLackWhatItGave(now: string, known: Marks | null): boolean {
	return known !== null && known.numbering !== now && !PARTS.some((part) => known.numbering.endsWith(` ${part}`));
}
