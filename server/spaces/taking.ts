import { toHex } from "../../shared/protocol/bytes";
import type { ConversationRefusal, PushOutcome } from "../../shared/protocol/conversation/messages";
import type { Answered } from "../../shared/protocol/conversation/ports";
import { envelopeId } from "../../shared/protocol/envelope";
import { createIntake, type Examined, type IntakeOutcome } from "../../shared/protocol/intake";
import { entrancesOf, statementsAmong } from "../../shared/protocol/membership/entrance";
import type { Membership } from "../../shared/protocol/membership/membership";
import type { MembershipHistory } from "../../shared/protocol/membership/membership-history";
import type { Sodium } from "../../shared/protocol/sodium";
import type { Arrived, Quotas, ServerStore, SpaceWriting } from "../store/store";
import type { Turns } from "../turns";
import { accessOf, type Visitor } from "./access";
import { createArriving } from "./arriving";
import { lateJoins } from "./late-joins";
import type { SpaceMemberships } from "./space-memberships";

/** Envelopes judged in a row before others get their turn. */
const AT_A_STRETCH = 50;
/** A full space can still be tidied up: statements alone may go this far beyond the quota. */
const STATEMENTS_BEYOND_QUOTA = 16 * 1024 * 1024;

export interface Taken {
	readonly outcomes: readonly PushOutcome[];
	/** What is new, and the position of the first. */
	readonly kept: readonly Arrived[];
	readonly first: number;
}

export interface TakingPorts {
	readonly sodium: Sodium;
	readonly store: ServerStore;
	readonly memberships: SpaceMemberships;
	readonly turns: Turns;
	/** Milliseconds since 1970. */
	readonly now: () => number;
}

type Judged = {
	readonly commit: boolean;
	readonly value: Answered<Taken>;
	/** The statements that are new, and the position of the last; left out when there are none. */
	readonly stated?: { readonly last: number; readonly statements: readonly Uint8Array[] };
	/** Whether the history has taken statements that are not kept. */
	readonly isHistoryAhead?: boolean;
};

/** Takes what a visitor pushes: judged one by one, kept all together, durable when it resolves. */
export async function takePush(
	ports: TakingPorts,
	who: Visitor,
	space: string,
	envelopes: readonly Uint8Array[],
	quotas: Quotas,
): Promise<Answered<Taken>> {
	const { store, memberships, turns } = ports;
	return turns.take(space, async () => {
		try {
			const judged = await store.writeSpace<Judged>(space, who.person, async (writing) => {
				const value = await judge(ports, who, space, writing, envelopes, quotas);
				return { commit: value.commit, value };
			});
			if (judged.isHistoryAhead === true) memberships.forget(space);
			else if (judged.stated !== undefined) memberships.committed(space, judged.stated.last, judged.stated.statements);
			return judged.value;
		} catch (error) {
			memberships.forget(space);
			throw error;
		}
	});
}

async function judge(
	{ sodium, memberships, now }: TakingPorts,
	who: Visitor,
	space: string,
	writing: SpaceWriting,
	envelopes: readonly Uint8Array[],
	quotas: Quotas,
): Promise<Judged> {
	const history = await memberships.within(space, writing);
	const before = history.current();
	const access = before === null ? null : accessOf(space, before, who, now());
	const role = access === "invited" ? null : access;
	const brought = statementsAmong(sodium, envelopes);
	// Whoever comes back brings the join of the first time too.
	const entrance = before !== null && role === null ? (entrancesOf(sodium, space, before, who, brought).at(-1) ?? null) : null;
	if (before !== null && role === null && entrance === null) return refusal("no-such-space");

	const ids = envelopes.map((bytes) => envelopeId(sodium, bytes));
	const known = await writing.positionsOf(ids);
	// An owner who brings a join vouches that it came in time.
	const late = role === "owner" ? new Map<string, string>() : lateJoins(before, brought, now());
	const arriving = createArriving(history, writing);
	const intake = createIntake(sodium, history, arriving.store);
	const fresh = envelopes.filter((_, index) => !known.has(ids[index] ?? "") && !late.has(ids[index] ?? ""));
	const judged = new Map<string, IntakeOutcome>();
	for (let start = 0; start < fresh.length; start += AT_A_STRETCH) {
		const stretch = fresh.slice(start, start + AT_A_STRETCH);
		for (const [index, outcome] of (await intake.take(stretch)).entries())
			judged.set(envelopeId(sodium, stretch[index] ?? new Uint8Array()), outcome);
		await new Promise((settle) => setImmediate(settle));
	}

	const after = history.current();
	const isHistoryAhead = arriving.considered.some(({ header }) => header.lane === "membership");
	const accessAfter = after === null ? null : accessOf(space, after, who, now());
	if (accessAfter === null || accessAfter === "invited") {
		// Whoever brought a join by an invite of this space is told why it does not hold; anybody else learns nothing.
		const why = entrance === null ? null : whyOutside(history, entrance.id, late, judged);
		if (why === null) return { ...refusal("no-such-space"), isHistoryAhead };
		const outcomes = ids.map((id): PushOutcome => ({ is: "refused", why: id === entrance?.id ? why : "not-a-member" }));
		return { commit: false, value: { ok: { outcomes, kept: [], first: 0 } }, isHistoryAhead };
	}

	const kept = arriving.considered.map(arrivedOf);
	if (!fits(writing, kept, quotas)) return { ...refusal("quota"), isHistoryAhead };
	const first = kept.length === 0 ? 0 : await writing.keep(kept);
	const membershipAt = kept.findLastIndex(({ lane }) => lane === "membership");
	if (membershipAt !== -1 && after !== null) await noteMembers(writing, after);
	const positions = new Map(kept.map(({ id }, index) => [id, first + index]));
	const outcomes = ids.map((id): PushOutcome => {
		const [knownAt, keptAt] = [known.get(id), positions.get(id)];
		if (knownAt !== undefined) return { is: "known", position: knownAt };
		if (keptAt !== undefined) return { is: "kept", position: keptAt };
		const tooLate = late.get(id);
		if (tooLate !== undefined) return { is: "refused", why: tooLate };
		const outcome = judged.get(id);
		return outcome?.is === "refused" ? outcome : { is: "waiting" };
	});
	return {
		commit: true,
		value: { ok: { outcomes, kept, first } },
		...(membershipAt === -1 ? {} : { stated: { last: first + membershipAt, statements: statementsOf(kept) } }),
	};
}

function statementsOf(kept: readonly Arrived[]): readonly Uint8Array[] {
	return kept.filter(({ lane }) => lane === "membership").map(({ bytes }) => bytes);
}

function refusal(why: ConversationRefusal): Judged {
	return { commit: false, value: { refused: why } };
}

function whyOutside(
	history: MembershipHistory,
	entrance: string,
	late: ReadonlyMap<string, string>,
	judged: ReadonlyMap<string, IntakeOutcome>,
): string | null {
	const outcome = judged.get(entrance);
	return late.get(entrance) ?? (outcome?.is === "refused" ? outcome.why : history.whyNotCounted(entrance));
}

function arrivedOf({ id, bytes, header }: Examined): Arrived {
	const { device, number, lane, heads } = header;
	return { id, bytes, device: toHex(device), number, lane, heads: heads.map(toHex) };
}

function fits({ state, brought }: SpaceWriting, kept: readonly Arrived[], quotas: Quotas): boolean {
	const bytes = kept.reduce((sum, envelope) => sum + envelope.bytes.length, 0);
	const beyond = kept.every(({ lane }) => lane === "membership") ? STATEMENTS_BEYOND_QUOTA : 0;
	return bytes === 0 || (state.bytes + bytes <= quotas.space + beyond && brought + bytes <= quotas.person + beyond);
}

function noteMembers(writing: SpaceWriting, { members, devices }: Membership): Promise<void> {
	const removed = [...devices.values()].filter(({ active }) => !active).map(({ device }) => device);
	return writing.noteMembers([...members.keys()], removed);
}
