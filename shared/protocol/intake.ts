/**
 * The intake of a space: where every envelope enters a copy, whoever brought it and in whatever order. What is taken is a
 * function of the set of envelopes alone (docs/protocol.md R1 to R5).
 */
import { toHex } from "./bytes";
import { type EnvelopeFault, type EnvelopeHeader, EnvelopeRefused, envelopeId, readStatement, verifyEnvelope } from "./envelope";
import { type ChainTip, judgeChain, judgeRight, type Refusal } from "./judge";
import type { CredentialFault } from "./membership/credentials";
import type { MembershipHistory } from "./membership/membership-history";
import type { StatementRefusal } from "./membership/rights";
import type { Sodium } from "./sodium";

/** Why an envelope was not taken. */
export type IntakeRefusal = EnvelopeFault | Refusal | StatementRefusal | CredentialFault | "wrong-space" | "too-many-statements";

/** An envelope with what is known of it. */
export interface Examined {
	readonly id: string;
	readonly bytes: Uint8Array;
	readonly header: EnvelopeHeader;
}

/** Where an envelope that was considered stands. Only `accepted` ones make up the book. */
export type Standing = "accepted" | "late";

export type IntakeOutcome = { readonly is: Standing | "known" | "waiting" } | { readonly is: "refused"; readonly why: IntakeRefusal };

/** What a copy keeps for the intake. */
export interface IntakeStore {
	/** Which of these are here, considered or waiting. */
	known(ids: readonly string[]): Promise<ReadonlySet<string>>;
	/** The last envelope of a device that was considered. */
	tip(device: string): Promise<ChainTip | null>;
	/** Those that wait for others. */
	waiting(): Promise<readonly Examined[]>;
	/** Keeps all of it or nothing, on disk before it resolves: what was considered, in this order, and what waits. What is considered waits no more. */
	keep(considered: readonly (Examined & { readonly standing: Standing })[], waiting: readonly Examined[]): Promise<void>;
	/** Everything of the lanes content and annotation that was considered, in batches. */
	considered(): AsyncIterable<readonly { readonly id: string; readonly header: EnvelopeHeader; readonly standing: Standing }[]>;
	/** The membership heads under which standings were last judged; null before the first time. */
	judgedUnder(): Promise<readonly string[] | null>;
	/** Moves envelopes to other standings and notes the heads they were judged under, all or nothing. */
	settle(moved: Readonly<Record<Standing, readonly string[]>>, heads: readonly string[]): Promise<void>;
}

export interface Intake {
	/** Takes envelopes as they are, in any order; gives what became of each, in their order. Calls must not overlap. After a failure of the store the intake and its history are to be opened anew. */
	take(envelopes: readonly Uint8Array[]): Promise<readonly IntakeOutcome[]>;
}

/** An envelope that was looked at by itself: its signature holds and it is of this space. */
type Looked = { readonly examined: Examined } | { readonly refused: IntakeRefusal };

export function createIntake(sodium: Sodium, history: MembershipHistory, store: IntakeStore): Intake {
	const tips = new Map<string, ChainTip | null>();
	let judgedUnder: string | null = null;

	async function tipOf(device: string): Promise<ChainTip | null> {
		const known = tips.get(device);
		if (known !== undefined) return known;
		const tip = await store.tip(device);
		tips.set(device, tip);
		return tip;
	}

	function look(bytes: Uint8Array): Looked {
		try {
			const header = verifyEnvelope(sodium, bytes);
			if (header.space !== history.space) return { refused: "wrong-space" };
			return { examined: { id: envelopeId(sodium, bytes), bytes, header } };
		} catch (error) {
			if (error instanceof EnvelopeRefused) return { refused: error.fault };
			throw error;
		}
	}

	/** Judges one envelope; what it says of the membership is known from then on. */
	function judge(envelope: Examined, tip: ChainTip | null): IntakeOutcome {
		const { header } = envelope;
		const chain = judgeChain(history, tip, header);
		if (chain !== null) return chain.is === "waiting" ? { is: "waiting" } : chain;
		if (header.lane !== "membership") {
			const right = judgeRight(history, header);
			return right.is === "waiting" ? { is: "waiting" } : right;
		}
		try {
			const outcome = history.offer(readStatement(sodium, envelope.bytes));
			return outcome.is === "refused" ? outcome : { is: outcome.is === "waiting" ? "waiting" : "accepted" };
		} catch (error) {
			if (error instanceof EnvelopeRefused) return { is: "refused", why: error.fault };
			throw error;
		}
	}

	/** Goes round until nothing that waits can be considered. Changes tips and history; the caller keeps what came of it. */
	async function consider(pool: readonly Examined[], outcomes: Map<string, IntakeOutcome>): Promise<readonly Examined[]> {
		const considered: Examined[] = [];
		let open = [...pool].sort((one, other) => one.header.number - other.header.number);
		for (let moved = true; moved; ) {
			moved = false;
			const still: Examined[] = [];
			for (const envelope of open) {
				const device = toHex(envelope.header.device);
				const outcome = judge(envelope, await tipOf(device));
				outcomes.set(envelope.id, outcome);
				if (outcome.is === "waiting") still.push(envelope);
				if (outcome.is !== "accepted" && outcome.is !== "late") continue;
				const { number, heads } = envelope.header;
				tips.set(device, { number, id: envelope.id, heads: heads.map(toHex) });
				considered.push(envelope);
				moved = true;
			}
			open = still;
		}
		return considered;
	}

	/** A statement can change the standing of what others sent before it was known. */
	async function judgeAgain(outcomes: Map<string, IntakeOutcome>): Promise<void> {
		const moved: Record<Standing, string[]> = { accepted: [], late: [] };
		for await (const batch of store.considered()) {
			for (const { id, header, standing } of batch) {
				const { is } = judgeRight(history, header);
				if ((is !== "accepted" && is !== "late") || is === standing) continue;
				moved[is].push(id);
				if (outcomes.has(id)) outcomes.set(id, { is });
			}
		}
		await store.settle(moved, history.heads());
	}

	/** Judges again what statements made doubtful, also those that a sudden end kept from being judged. */
	async function settle(outcomes: Map<string, IntakeOutcome>): Promise<void> {
		judgedUnder ??= ((await store.judgedUnder()) ?? []).join();
		const now = history.heads().join();
		if (judgedUnder === now) return;
		await judgeAgain(outcomes);
		judgedUnder = now;
	}

	async function take(envelopes: readonly Uint8Array[]): Promise<readonly IntakeOutcome[]> {
		const looked = envelopes.map(look);
		const examined = new Map<string, Examined>();
		for (const one of looked) if ("examined" in one) examined.set(one.examined.id, one.examined);
		const known = await store.known([...examined.keys()]);
		const fresh = [...examined.values()].filter(({ id }) => !known.has(id));
		const outcomes = new Map<string, IntakeOutcome>();
		if (fresh.length > 0) {
			const considered = await consider([...fresh, ...(await store.waiting())], outcomes);
			const waiting = fresh.filter(({ id }) => outcomes.get(id)?.is === "waiting");
			await store.keep(
				considered.map((envelope) => ({ ...envelope, standing: outcomes.get(envelope.id)?.is === "late" ? "late" : "accepted" })),
				waiting,
			);
		}
		await settle(outcomes);
		return looked.map((one) => {
			if ("refused" in one) return { is: "refused", why: one.refused };
			return outcomes.get(one.examined.id) ?? { is: "known" };
		});
	}

	return { take };
}
