/** Who brought an envelope: what came from a remote need not go back there. */
import type { Origin } from "../../../shared/protocol/conversation/ports";

/** The origin of what a remote pushed, and which is in no numbering of its that we know. */
export function pushedBy(remote: string): Origin {
	return { remote, numbering: "" };
}

/** Whether a remote has brought it: fetched from this numbering of its, or pushed by it. */
export function cameFrom(origin: Origin | null, { remote, numbering }: Origin): boolean {
	return origin !== null && origin.remote === remote && (origin.numbering === "" || origin.numbering === numbering);
}
