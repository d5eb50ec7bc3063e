/** What the intake of a space keeps, in the log: the accepted ones in it, those that wait or came late beside it. */
import { toHex } from "../../../shared/protocol/bytes";
import type { Origin } from "../../../shared/protocol/conversation/ports";
import { readHeader } from "../../../shared/protocol/envelope";
import type { Examined, IntakeStore } from "../../../shared/protocol/intake";
import { takesAway } from "../../../shared/protocol/membership/statements";
import { asLate, bare, isLate } from "../log/entry-standing";
import type { LogChange, LogEntry, LogStore, NewLogEntry, Outside } from "../log/log-store";
import type { HeldSpace } from "./held-spaces";

/** Entries read at once. */
const AT_ONCE = 64;

/** What becomes of what was accepted: opened and vetted, part of the book or aside. What has a position moves to the end. */
export type Admit = (accepted: readonly (NewLogEntry | LogEntry)[], change: LogChange) => Promise<void>;

export interface IntakeStoreParts {
	readonly log: LogStore;
	readonly space: HeldSpace;
	/** Admits what was accepted and makes everything durable, in one change. */
	readonly admit: Admit;
	/** Entries of these items are about to be taken out. */
	readonly beforeTakingOut: (items: readonly string[]) => Promise<void>;
	/** Told when it is out. */
	readonly takenOut: (items: readonly string[]) => Promise<void>;
	/** Told of what waited and is refused after all, or had to be let go. */
	readonly onRefused: (id: string, why: string) => void;
	/** Who brings what is being taken in. */
	readonly origin: () => Origin | null;
}

export function logIntakeStore({ log, space, admit, beforeTakingOut, takenOut, onRefused, origin }: IntakeStoreParts): IntakeStore {
	const entryOf = ({ id, bytes, header }: Examined): NewLogEntry => ({
		...{ id, bytes, space: header.space, device: toHex(header.device), number: header.number, lane: header.lane },
		items: [],
		origin: origin(),
	});

	/** Ids of what was told to be waiting; null when nobody has asked since something was kept. */
	let told: ReadonlySet<string> | null = null;

	return {
		known: (ids) => log.known(ids),
		async tip(device) {
			const last = await log.lastOf(space.id, device);
			return last === null ? null : { number: last.number, id: last.id, heads: readHeader(last.bytes).heads.map(toHex) };
		},
		async link(id) {
			const entry = await log.considered(id);
			if (entry === null || entry.space !== space.id) return null;
			return { id, device: entry.device, number: entry.number, heads: readHeader(entry.bytes).heads.map(toHex) };
		},
		async waiting() {
			const outside = await log.outside(space.id, "waiting");
			told = new Set(outside.map(({ id }) => id));
			return outside.map(({ id, bytes }) => ({ id, bytes, header: readHeader(bytes) }));
		},
		async keep(considered, waiting, ended) {
			for (const { envelope, why } of ended) onRefused(envelope.id, why);
			if (considered.length === 0 && waiting.length === 0 && ended.length === 0) return;
			const waited = told;
			told = null;
			const done = [...considered, ...ended.map(({ envelope }) => envelope)].map(({ id }) => id);
			await admit(considered.filter(({ standing }) => standing === "accepted").map(entryOf), {
				takeInside: waited === null ? done : done.filter((id) => waited.has(id)),
				add: considered.filter(({ standing }) => standing === "late").map((one) => ({ ...entryOf(one), late: space.id })),
				setOutside: waiting.map((one): Outside => ({ ...entryOf(one), is: "waiting" })),
			});
		},
		async *considered() {
			if (isUnquestioned(space) && (await log.late(space.id)).length === 0) return;
			for (let seq = 0; ; ) {
				const entries = await log.ofSpace(space.id, seq, AT_ONCE);
				if (entries.length === 0) break;
				yield standingsOf(entries);
				seq = entries.at(-1)?.seq ?? seq;
			}
		},
		judgedUnder: async () => space.local.judgedUnder,
		async settle(moved, heads) {
			const local = { ...space.local, judgedUnder: [...heads] };
			const readmitted = moved.accepted.length === 0 ? [] : await log.byIds(moved.accepted);
			const lost = moved.late.length === 0 ? [] : await log.byIds(moved.late);
			const items = lost.flatMap((entry) => entry.items);
			if (lost.length > 0) await beforeTakingOut(items);
			await admit(
				readmitted.map((entry) => ({ ...bare(entry), seq: entry.seq })).sort((one, other) => one.number - other.number),
				{ spaces: [local], remove: lost.map(({ seq }) => seq), add: lost.map(asLate), dropSnapshots: items },
			);
			space.local = local;
			if (lost.length > 0) await takenOut(items);
		},
	};
}

/** What is rested on is late, although it is in the log. */
function standingsOf(entries: readonly NewLogEntry[]) {
	return entries
		.filter(({ lane }) => lane !== "membership")
		.map((entry) => ({
			id: entry.id,
			header: readHeader(entry.bytes),
			standing: isLate(entry) ? ("late" as const) : ("accepted" as const),
		}));
}

/** Whether no statement has ever taken a right away or come to nothing: then nobody's standing can have changed. */
export function isUnquestioned({ history, local }: HeldSpace): boolean {
	if ((local.judgedUnder ?? []).some((line) => line.startsWith("fork "))) return false;
	return history
		.statements()
		.every(
			({ id, statement }) =>
				!takesAway(statement) && statement.is !== "leave" && statement.is !== "set-role" && history.whyNotCounted(id) === null,
		);
}
