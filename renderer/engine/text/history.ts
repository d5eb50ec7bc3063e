/** Who wrote each character and when, and what the text was before: from the operations in the document itself. */
import { type Doc, decodeChange, getAllChanges, getChangesMetaSince, getCursor, type Heads, view } from "@automerge/automerge/slim";
import { type Draft, readString } from "../../../shared/model/item";
import type { AuthoredSpan, VersionSummary } from "../contract";

/** A pause longer than this begins a new sitting: 10 minutes. */
const PAUSE = 10 * 60;
/** A sitting never spans more than this, however busy: 4 hours. */
const LONGEST_SITTING = 4 * 60 * 60;

type Meta = ReturnType<typeof getChangesMetaSince>[number];

/** Turns an actor id into who it belongs to. */
export type AuthorOf = (actor: string) => string;

/** Runs of text by author and sitting, in order, covering the whole text. A cursor names the operation that inserted its character. */
export function authoredSpans(doc: Doc<Draft>, field: string, authorOf: AuthorOf): readonly AuthoredSpan[] {
	const length = readString(doc[field]).length;
	const changes = changesByActor(getChangesMetaSince(doc, []));
	const spans: { from: number; to: number; author: string; time: number }[] = [];
	for (let at = 0; at < length; at++) {
		const cursor = getCursor(doc, [field], at);
		const separator = cursor.indexOf("@");
		const counter = Number.parseInt(cursor.slice(0, separator), 10);
		const actor = cursor.slice(separator + 1);
		const time = timeOf(changes.get(actor) ?? [], counter) * 1000;
		const author = authorOf(actor);
		const last = spans.at(-1);
		if (last !== undefined && last.author === author && Math.abs(last.time - time) <= PAUSE * 1000) {
			last.to = at + 1;
			last.time = Math.max(last.time, time);
		} else spans.push({ from: at, to: at + 1, author, time });
	}
	return spans;
}

function changesByActor(metas: readonly Meta[]): ReadonlyMap<string, readonly Meta[]> {
	const byActor = new Map<string, Meta[]>();
	for (const meta of metas) {
		const list = byActor.get(meta.actor);
		if (list === undefined) byActor.set(meta.actor, [meta]);
		else list.push(meta);
	}
	for (const list of byActor.values()) list.sort((a, b) => a.startOp - b.startOp);
	return byActor;
}

/** Seconds since 1970 of the change that holds this operation. */
function timeOf(changes: readonly Meta[], counter: number): number {
	let low = 0;
	let high = changes.length - 1;
	while (low < high) {
		const middle = (low + high + 1) >> 1;
		if ((changes[middle]?.startOp ?? 0) <= counter) low = middle;
		else high = middle - 1;
	}
	return changes[low]?.time ?? 0;
}

/** The sittings in which the item was changed, newest first. */
export function versions(doc: Doc<Draft>, authorOf: AuthorOf): readonly VersionSummary[] {
	const sittings: {
		hashes: Set<string>;
		heads: Set<string>;
		first: number;
		last: number;
		author: string;
		changes: number;
		from: number;
		to: number;
	}[] = [];
	const metas = getChangesMetaSince(doc, []);
	const heads = new Set<string>();
	metas.forEach((meta, index) => {
		for (const dependency of meta.deps) heads.delete(dependency);
		heads.add(meta.hash);
		const author = authorOf(meta.actor);
		const open = sittings.at(-1);
		const continues =
			open !== undefined && open.author === author && meta.time - open.last <= PAUSE && meta.time - open.first <= LONGEST_SITTING;
		if (continues) {
			open.last = Math.max(open.last, meta.time);
			open.heads = new Set(heads);
			open.changes += 1;
			open.to = index;
		} else {
			sittings.push({
				hashes: new Set(),
				heads: new Set(heads),
				first: meta.time,
				last: meta.time,
				author,
				changes: 1,
				from: index,
				to: index,
			});
		}
	});
	const counts = metas.length <= COUNTED_CHANGES ? lettersByChange(doc) : null;
	return sittings
		.map(({ heads: at, last, author, changes, from, to }) => {
			const letters = counts?.slice(from, to + 1) ?? [];
			return {
				heads: [...at],
				time: last * 1000,
				author,
				changes,
				inserted: letters.reduce((sum, { inserted }) => sum + inserted, 0),
				deleted: letters.reduce((sum, { deleted }) => sum + deleted, 0),
			};
		})
		.reverse();
}

/** Beyond this many changes, letters are not counted: decoding each would take longer than anybody waits. */
const COUNTED_CHANGES = 2000;

function lettersByChange(doc: Doc<Draft>): { readonly inserted: number; readonly deleted: number }[] {
	return getAllChanges(doc).map((bytes) => {
		let inserted = 0;
		let deleted = 0;
		for (const operation of decodeChange(bytes).ops) {
			if (operation.action === "set" && "insert" in operation && operation.insert === true)
				inserted += String(operation.value ?? "").length;
			else if (operation.action === "del") deleted += 1;
		}
		return { inserted, deleted };
	});
}

/** The text as it was at a version. */
export function textAt(doc: Doc<Draft>, field: string, heads: readonly string[]): string {
	return readString(view(doc, [...heads] as Heads)[field]);
}
