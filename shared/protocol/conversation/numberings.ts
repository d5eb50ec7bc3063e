/** Under which name a remote's numbering of a space is remembered here: what was fetched under that name is known to be there (R15). */
import type { OpenedSpace } from "./messages";
import type { Marks } from "./ports";

/**
 * The name for what is exchanged from now on. It is another one than before when the store was made anew, when it was put back to
 * an earlier state, which may lack what it once gave, and when one was only invited and saw a part.
 */
export function numberingNow({ numbering, role, last }: Extract<OpenedSpace, { is: "open" }>, known: Marks | null): string {
	if (role === "invited") return `${numbering} ${INVITED}`;
	const [before, stage = ""] = known?.numbering.split(" ") ?? [];
	if (known === null || before !== numbering || stage === INVITED) return numbering;
	return known.received <= last ? known.numbering : `${numbering} ${Number(stage) + 1}`;
}

const INVITED = "invited";

/** Whether a remote that was met before may lack what it once gave: what it has is looked at first, and the rest is offered. */
export function mayLackWhatItGave(now: string, known: Marks | null): boolean {
	return known !== null && known.numbering !== now && !known.numbering.endsWith(` ${INVITED}`);
}
