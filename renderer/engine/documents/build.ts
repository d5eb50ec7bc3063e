/** Documents from the bytes of their changes. */
import { type Doc, init, load, loadIncremental } from "@automerge/automerge/slim";
import type { Draft } from "../../../shared/model/item";
import { joinBytes } from "../../../shared/protocol/bytes";

/** A document from a snapshot and the changes since. Changes whose dependencies are missing wait inside it. */
export function build(snapshot: Uint8Array | null, parts: readonly Uint8Array[], actor: string): Doc<Draft> {
	if (snapshot === null && parts.length === 1 && parts[0] !== undefined) return load<Draft>(parts[0], { actor });
	const start = snapshot === null ? init<Draft>({ actor }) : load<Draft>(snapshot, { actor });
	return parts.length === 0 ? start : loadIncremental(start, joinBytes(...parts));
}
