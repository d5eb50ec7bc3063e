/** What this laptop offers to others who call: to members what their role allows, to strangers nothing (R17). */
import { toHex } from "../../../shared/protocol/bytes";
import { type Entry, GATHERED_BYTES, type PushOutcome } from "../../../shared/protocol/conversation/messages";
import type { Answered, Counterpart, Offered } from "../../../shared/protocol/conversation/ports";
import { envelopeId, readHeader } from "../../../shared/protocol/envelope";
import type { IntakeOutcome } from "../../../shared/protocol/intake";
import { bringsBeginning, entrancesOf, statementsAmong } from "../../../shared/protocol/membership/entrance";
import { knownToFormer } from "../../../shared/protocol/membership/former";
import type { MembershipHistory } from "../../../shared/protocol/membership/membership-history";
import type { Sodium } from "../../../shared/protocol/sodium";
import type { LogEntry } from "../log/log-store";
import { type Access, accessOf } from "./access";
import { createFollowers, isVisible } from "./followers";
import { pushedBy } from "./origins";
import type { SyncLog, SyncSpaces } from "./ports";

/** Entries read from the log at a time, for somebody who sees a part. */
const AT_A_TIME = 500;

/** Files as others see them: sealed, by name. */
export type OfferedFiles = Pick<Offered, "findBlobs" | "getBlob" | "putBlob">;

export interface OfferedParts {
	readonly sodium: Sodium;
	readonly log: SyncLog;
	readonly spaces: SyncSpaces;
	readonly files: OfferedFiles;
	/** Whether anything of a space is given to others: one is in it oneself. */
	readonly mayOffer: (space: string) => boolean;
	/** Whether somebody may bring the beginning of a space. */
	readonly isAwaited: (space: string) => boolean;
	readonly now: () => number;
	readonly onProblem: (error: unknown) => void;
}

export interface OfferedSpaces extends Offered {
	/** Stops listening to the spaces. */
	close(): void;
}

export function offerSpaces(parts: OfferedParts): OfferedSpaces {
	const { sodium, log, spaces, files, mayOffer, isAwaited, now, onProblem } = parts;
	const accessTo = (who: Counterpart, space: string): Access | null =>
		mayOffer(space) ? accessOf(who, spaces.history(space), now()) : null;
	const followers = createFollowers({
		accessOf: accessTo,
		read: log.ofSpace,
		nameOf: (bytes) => envelopeId(sodium, bytes),
		onProblem,
	});
	const unlisten = spaces.onNew(followers.wake);

	/** What somebody who is out sees of a space, ascending; null for whoever is in, and for strangers. */
	async function seenByFormer(who: Counterpart, space: string): Promise<readonly LogEntry[] | null> {
		const history = spaces.history(space);
		if (history === null || who.person === null || !mayOffer(space) || accessTo(who, space) !== null) return null;
		const visible = knownToFormer(history, who.person, who.device);
		return visible === null ? null : [...(await log.byIds([...visible]))].sort((one, other) => one.seq - other.seq);
	}

	async function forMembers<Value>(
		who: Counterpart,
		space: string,
		work: (access: Access) => Promise<Answered<Value>>,
	): Promise<Answered<Value>> {
		const access = accessTo(who, space);
		return access === null ? { refused: "no-such-space" } : work(access);
	}

	async function entriesFor(access: Access, space: string, after: number, limit: number): Promise<readonly LogEntry[]> {
		const found: LogEntry[] = [];
		for (let from = after; found.length < limit; ) {
			const page = await log.ofSpace(space, from, access === "invited" ? AT_A_TIME : limit);
			found.push(...page.filter((entry) => isVisible(access, entry)));
			const last = page.at(-1);
			if (last === undefined || access !== "invited") break;
			from = last.seq;
		}
		return found.slice(0, limit);
	}

	async function positionsOf(envelopes: readonly Uint8Array[]): Promise<ReadonlyMap<string, number>> {
		const held = await log.byIds([...new Set(envelopes.map((bytes) => envelopeId(sodium, bytes)))]);
		return new Map(held.map(({ id, seq }) => [id, seq]));
	}

	async function take(
		who: Counterpart,
		space: string,
		envelopes: readonly Uint8Array[],
		before: number,
	): Promise<Answered<readonly PushOutcome[]>> {
		const outcomes = await spaces.takeIn(space, envelopes, pushedBy(who.device));
		const positions = await positionsOf(envelopes);
		const fateOf = (outcome: IntakeOutcome, bytes: Uint8Array): PushOutcome => {
			if (outcome.is === "refused") return { is: "refused", why: outcome.why };
			const position = positions.get(envelopeId(sodium, bytes));
			if (position === undefined) return outcome.is === "late" ? { is: "refused", why: "late" } : { is: "waiting" };
			return { is: position > before ? "kept" : "known", position };
		};
		return { ok: envelopes.map((bytes, index) => fateOf(outcomes[index] ?? { is: "waiting" }, bytes)) };
	}

	/** Whether all that a statement of this device rests on is here: then it is judged at once, and does not wait. */
	async function restsOnWhatIsHere(device: string, history: MembershipHistory, bytes: Uint8Array): Promise<boolean> {
		const { number, previous, heads } = readHeader(bytes);
		if (heads.some((head) => !history.has(toHex(head)))) return false;
		if (previous === null) return number === 1;
		const [before] = await log.byIds([toHex(previous)]);
		return before?.space === history.space && before.device === device && before.number === number - 1;
	}

	/**
	 * Somebody who is no member lets themselves in, by a statement of their own. Nothing is kept to wait of whoever has
	 * not even proved to hold an invite; and who is out afterwards is told the same as where no space is.
	 */
	async function enter(who: Counterpart, space: string, envelopes: readonly Uint8Array[]): Promise<Answered<readonly PushOutcome[]>> {
		const { device, person } = who;
		const history = spaces.history(space);
		const membership = mayOffer(space) ? (history?.current() ?? null) : null;
		if (person === null) return { refused: "no-such-space" };
		const before = await log.lastOfSpace(space);
		if (history === null || membership === null) {
			if (!isAwaited(space) || !bringsBeginning(sodium, space, { device, person }, envelopes)) return { refused: "no-such-space" };
			const taken = await take(who, space, envelopes, before);
			return accessOf(who, spaces.history(space), now()) === null ? { refused: "no-such-space" } : taken;
		}
		const mayWait = accessTo(who, space) === "invited";
		const entrances: Uint8Array[] = [];
		for (const { bytes } of entrancesOf(sodium, space, membership, { device, person }, statementsAmong(sodium, envelopes)))
			if (mayWait || (await restsOnWhatIsHere(device, history, bytes))) entrances.push(bytes);
		if (entrances.length === 0) return { refused: "no-such-space" };
		await spaces.takeIn(space, entrances, pushedBy(device));
		const access = accessTo(who, space);
		if (access === null) return { refused: "no-such-space" };
		if (access !== "invited") return take(who, space, envelopes, before);
		return { ok: envelopes.map(() => ({ is: "refused", why: "not-a-member" })) };
	}

	return {
		async open(who, space) {
			const numbering = onTheWire(await log.numbering());
			const former = await seenByFormer(who, space);
			if (former !== null) return { ok: { role: "former", numbering, last: former.at(-1)?.seq ?? 0 } };
			return forMembers(who, space, async (role) => ({ ok: { role, numbering, last: await log.lastOfSpace(space) } }));
		},
		async list(who, space, after, limit) {
			const former = await seenByFormer(who, space);
			if (former !== null) {
				const entries = former.filter(({ seq }) => seq > after).slice(0, limit);
				return { ok: { entries: entries.map(listed), last: former.at(-1)?.seq ?? 0 } };
			}
			return forMembers(who, space, async (access) => {
				const entries = await entriesFor(access, space, after, limit);
				return {
					ok: {
						entries: entries.map(listed),
						last: Math.max(await log.lastOfSpace(space), entries.at(-1)?.seq ?? 0),
					},
				};
			});
		},
		async fetch(who, space, ids) {
			const former = await seenByFormer(who, space);
			if (former !== null) return { ok: firstThatFit(inOrderOf(ids, former)) };
			return forMembers(who, space, async (access) => {
				const envelopes: Uint8Array[] = [];
				let bytes = 0;
				for (let at = 0; at < ids.length; at += AT_A_TIME) {
					for (const entry of await log.byIds(ids.slice(at, at + AT_A_TIME))) {
						if (entry.space !== space || !isVisible(access, entry)) continue;
						bytes += entry.bytes.length;
						if (envelopes.length > 0 && bytes > GATHERED_BYTES) return { ok: envelopes };
						envelopes.push(entry.bytes);
					}
				}
				return { ok: envelopes };
			});
		},
		async push(who, space, envelopes) {
			const access = accessTo(who, space);
			if (access === null || access === "invited") return enter(who, space, envelopes);
			return take(who, space, envelopes, await log.lastOfSpace(space));
		},
		findBlobs: (who, space, names) =>
			forMembers(who, space, async (access) => (access === "invited" ? { refused: "not-allowed" } : files.findBlobs(who, space, names))),
		getBlob: (who, space, name, by, from) =>
			forMembers(who, space, async (access) =>
				access === "invited" ? { refused: "no-such-blob" } : files.getBlob(who, space, name, by, from),
			),
		putBlob: (who, space, name, total, from, bytes) =>
			forMembers(who, space, async (access) =>
				access === "invited" || access === "reader" ? { refused: "not-allowed" } : files.putBlob(who, space, name, total, from, bytes),
			),
		mySpaces: async (who) => ({
			ok: spaces.ids().filter((space) => {
				const access = accessTo(who, space);
				return access !== null && access !== "invited";
			}),
		}),
		register: async () => ({ refused: "not-allowed" }),
		follow: followers.follow,
		presence: followers.presence,
		close: unlisten,
	};
}

const listed = ({ seq, id, bytes }: LogEntry): Entry => ({ position: seq, id, size: bytes.length });

function inOrderOf(ids: readonly string[], entries: readonly LogEntry[]): readonly LogEntry[] {
	const byId = new Map(entries.map((entry) => [entry.id, entry]));
	return ids.flatMap((id) => byId.get(id) ?? []);
}

/** As many as one answer gathers, and at least one. */
function firstThatFit(entries: readonly LogEntry[]): readonly Uint8Array[] {
	let bytes = 0;
	const fitting = entries.filter((entry, index) => {
		bytes += entry.bytes.length;
		return index === 0 || bytes <= GATHERED_BYTES;
	});
	return fitting.map((entry) => entry.bytes);
}

/** A numbering's name as the conversation has it: 16 hex digits. */
function onTheWire(numbering: string): string {
	return numbering.replaceAll("-", "").slice(0, 16);
}
