/** In which space of others something is, in words, for the quiet line about it. */
import { useSpaces } from "./known-spaces";
import { useSpaceName } from "./space-mark";

/** Null for what is in one's own space. */
export function useWhere(): (row: { readonly space: string }) => string | null {
	const spaces = useSpaces();
	const nameOf = useSpaceName();
	return ({ space }) => {
		const found = spaces.of(space);
		return found === null || found.kind === "private" ? null : nameOf(found);
	};
}
