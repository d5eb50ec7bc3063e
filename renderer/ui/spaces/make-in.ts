/** Making something in a space. */
import type { Command } from "../../engine/contract";

/** The command, made to make it in a space; null leaves it where it would be made anyway: with its parent, or in one's own space. */
export function makeIn(command: Extract<Command, { readonly do: "create" }>, space: string | null): Command {
	return space === null ? command : { ...command, space };
}
