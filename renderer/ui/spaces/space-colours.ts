/** A space's colour comes from its id, so that it is the same for everyone and nobody has to choose one. */
import type { SpaceSummary } from "../../engine/spaces-contract";

/** How many colours tokens.css draws for spaces, beside the private one. */
export const SPACE_COLOURS = 8;

/** The variable with the colour of a space. */
export function colourOfSpace({ space, kind }: Pick<SpaceSummary, "space" | "kind">): string {
	if (kind === "private") return "var(--space-private)";
	const number = Number.parseInt(space.slice(0, 6), 16);
	return `var(--space-${Number.isNaN(number) ? 0 : number % SPACE_COLOURS})`;
}
