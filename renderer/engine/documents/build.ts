/** Documents from the bytes of their changes. */
import { type Doc, init, load, loadIncremental } from "@automerge/automerge/slim";
import type { Draft } from "../../../shared/model/item";
import { joinBytes } from "../../../shared/protocol/bytes";

/** A document from a snapshot and the changes since. Changes whose dependencies are missing wait inside it. */
export function build(snapshot: Uint8Array | null, parts: readonly Uint8Array[], actor: string): Doc<Draft> {
	const only = snapshot === null && parts.length === 1 ? parts[0] : undefined;
	if (only !== undefined && restsOnNothing(only)) return load<Draft>(only, { actor });
	const start = snapshot === null ? init<Draft>({ actor }) : load<Draft>(snapshot, { actor });
	return parts.length === 0 ? start : loadIncremental(start, joinBytes(...parts));
}

/** Where a change's length stands; the number of changes it rests on comes after. */
const LENGTH_AT = 9;

/** Whether a change can be loaded as a document, which is quicker: of one that rests on another, `load` makes nothing. */
function restsOnNothing(change: Uint8Array): boolean {
	let at = LENGTH_AT;
	while ((change[at] ?? 0) >= 0x80) at += 1;
	return change[at + 1] === 0;
}
