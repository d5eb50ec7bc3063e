/** Whether one may write in a space, as far as this laptop knows. */
import type { SpaceSummary } from "../../engine/spaces-contract";

export function writesIn({ kind, state, role }: Pick<SpaceSummary, "kind" | "state" | "role">): boolean {
	return kind === "private" || (state === "ready" && (role === "owner" || role === "editor"));
}
