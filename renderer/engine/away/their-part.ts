/** What others did to one document: the versions without and with it, and where it touches one's own edits. */
import { type Doc, diff, getChangesMetaSince, type Heads, view } from "@automerge/automerge/slim";
import { type Draft, readString } from "../../../shared/model/item";
import { type Edit, editsOf, type Overlap, overlapsOf } from "./overlaps";

type Meta = ReturnType<typeof getChangesMetaSince>[number];

export interface TheirPart {
	/** Versions before and after what came; none before for an item that they made. */
	readonly before: readonly string[];
	readonly after: readonly string[];
	readonly overlaps: readonly Overlap[];
}

/**
 * `theirs`: hashes of the changes that came. `isOwn` says whether an actor is one's own. Before is everything that does not
 * rest on what came; after is that and what came; one's own edits that what came did not know of stand beside it.
 */
export function theirPart(
	doc: Doc<Draft>,
	field: string | null,
	theirs: ReadonlySet<string>,
	isOwn: (actor: string) => boolean,
): TheirPart | null {
	const metas = getChangesMetaSince(doc, []);
	const came = metas.filter(({ hash }) => theirs.has(hash));
	if (came.length === 0) return null;
	const restingOn = new Set<string>();
	for (const { hash, deps } of metas) if (theirs.has(hash) || deps.some((dep) => restingOn.has(dep))) restingOn.add(hash);
	const known = ancestorsOf(metas, came);
	const before = metas.filter(({ hash }) => !restingOn.has(hash));
	const beside = new Set(before.filter(({ hash, actor }) => isOwn(actor) && !known.has(hash)).map(({ hash }) => hash));
	const after = metas.filter(({ hash }) => !restingOn.has(hash) || known.has(hash) || theirs.has(hash));
	const heads = { before: headsOf(before), after: headsOf(after) };
	if (field === null || beside.size === 0) return { ...heads, overlaps: [] };
	const common = headsOf(before.filter(({ hash }) => !beside.has(hash)));
	const withTheirs = headsOf(after.filter(({ hash }) => !beside.has(hash)));
	const base = readString(view(doc, common)[field]);
	const edits = (to: Heads): readonly Edit[] => editsBetween(doc, field, common, to, base.length);
	return { ...heads, overlaps: overlapsOf(base, edits(heads.before), edits(withTheirs), edits(heads.after)) };
}

function ancestorsOf(metas: readonly Meta[], of: readonly Meta[]): ReadonlySet<string> {
	const byHash = new Map(metas.map((meta) => [meta.hash, meta]));
	const found = new Set<string>();
	const waiting = of.flatMap(({ deps }) => deps);
	for (let hash = waiting.pop(); hash !== undefined; hash = waiting.pop()) {
		if (found.has(hash)) continue;
		found.add(hash);
		waiting.push(...(byHash.get(hash)?.deps ?? []));
	}
	return found;
}

/** Those that no other of them rests on. */
function headsOf(metas: readonly Meta[]): string[] {
	const restedOn = new Set(metas.flatMap(({ deps }) => deps));
	return metas.filter(({ hash }) => !restedOn.has(hash)).map(({ hash }) => hash);
}

function editsBetween(doc: Doc<Draft>, field: string, from: Heads, to: Heads, length: number): readonly Edit[] {
	const steps = diff(doc, from, to).flatMap((patch) => {
		if (patch.path[0] !== field) return [];
		const at = Number(patch.path[1]);
		if (patch.action === "splice") return [{ at, remove: 0, insert: patch.value }];
		return patch.action === "del" ? [{ at, remove: patch.length ?? 1, insert: "" }] : [];
	});
	return editsOf(steps, length);
}
