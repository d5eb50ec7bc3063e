/**
 * The intake of a space: where every envelope enters a copy, whoever brought it and in whatever order. What is taken is a
 * function of the set of envelopes alone (docs/protocol.md R1 to R5).
 */
import { toHex } from "./bytes";
import type { ChainLink, ChainTip } from "./chain";
import { type EnvelopeFault, type EnvelopeHeader, EnvelopeRefused, envelopeId, readStatement, verifyEnvelope } from "./envelope";
import { createForks } from "./forks";
import { judgeChain, judgeRight, type Refusal } from "./judge";
import type { CredentialFault } from "./membership/credentials";
import type { MembershipHistory } from "./membership/membership-history";
import type { StatementRefusal } from "./membership/rights";
import type { Sodium } from "./sodium";
import { chooseToLetGo } from "./waiting-room";

/** Why an envelope was not taken. */
export type IntakeRefusal =
	| EnvelopeFault
	| Refusal
	| StatementRefusal
	| CredentialFault
	| "wrong-space"
	| "too-many-statements"
	/** What it waits for has not come, and more waits than there is room for: it has to be fetched again when that is here. */
	| "too-many-waiting";

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
	/** The envelope of a device with the highest number that was considered; any of them when it used that number twice. */
	tip(device: string): Promise<ChainTip | null>;
	/** An envelope that was considered. */
	link(id: string): Promise<ChainLink | null>;
	/** Those that wait for others. */
	waiting(): Promise<readonly Examined[]>;
	/**
	 * Keeps all of it or nothing, on disk before it resolves: what was considered, in this order, and what waits. What is
	 * considered, and what is `ended`, waits no more: it is refused after all, or was let go.
	 */
	keep(
		considered: readonly (Examined & { readonly standing: Standing })[],
		waiting: readonly Examined[],
		ended: readonly { readonly envelope: Examined; readonly why: IntakeRefusal }[],
	): Promise<void>;
	/** Everything of the lanes content and annotation that was considered, in batches. */
	considered(): AsyncIterable<readonly { readonly id: string; readonly header: EnvelopeHeader; readonly standing: Standing }[]>;
	/** What `settle` noted last; null before the first time. */
	judgedUnder(): Promise<readonly string[] | null>;
	/** Moves envelopes to other standings and notes what they were judged under, all or nothing. */
	settle(moved: Readonly<Record<Standing, readonly string[]>>, under: readonly string[]): Promise<void>;
}

export interface Intake {
	/** Takes envelopes as they are, in any order; gives what became of each, in their order. Calls must not overlap. After a failure of the store the intake and its history are to be opened anew. */
	take(envelopes: readonly Uint8Array[]): Promise<readonly IntakeOutcome[]>;
	/** The same for envelopes that were looked at before. */
	takeLooked(envelopes: readonly Looked[]): Promise<readonly IntakeOutcome[]>;
	/** The devices that are known to have forked (R2), with the lowest number that each used twice. */
	forks(): Promise<ReadonlyMap<string, number>>;
}

/** An envelope that was looked at by itself: its signature holds and it is of this space. Nothing else that is here decides that. */
export type Looked = { readonly examined: Examined } | { readonly refused: IntakeRefusal };

export function lookAt(sodium: Sodium, space: string, bytes: Uint8Array): Looked {
	try {
		const header = verifyEnvelope(sodium, bytes);
		if (header.space !== space) return { refused: "wrong-space" };
		return { examined: { id: envelopeId(sodium, bytes), bytes, header } };
	} catch (error) {
		if (error instanceof EnvelopeRefused) return { refused: error.fault };
		throw error;
	}
}

export function createIntake(sodium: Sodium, history: MembershipHistory, store: IntakeStore): Intake {
	const tips = new Map<string, ChainTip | null>();
	const forks = createForks<Readonly<Record<Standing, readonly string[]>>>(store, { accepted: [], late: [] });

	async function tipOf(device: string): Promise<ChainTip | null> {
		const known = tips.get(device);
		if (known !== undefined) return known;
		const tip = await store.tip(device);
		tips.set(device, tip);
		return tip;
	}

	/** Judges one envelope; what it says of the membership is known from then on. */
	function judge({ header, bytes }: Examined, before: ChainLink | null): IntakeOutcome {
		const chain = judgeChain(history, header, before);
		if (chain !== null) return chain.is === "waiting" ? { is: "waiting" } : chain;
		if (header.lane !== "membership") {
			const right = judgeRight(history, header, forks.at(toHex(header.device)));
			return right.is === "waiting" ? { is: "waiting" } : right;
		}
		try {
			const outcome = history.offer(readStatement(sodium, bytes));
			return outcome.is === "refused" ? outcome : { is: outcome.is === "waiting" ? "waiting" : "accepted" };
		} catch (error) {
			if (error instanceof EnvelopeRefused) return { is: "refused", why: error.fault };
			throw error;
		}
	}

	/** Goes round until nothing that waits can be considered. Changes tips, forks and history; the caller keeps what came of it. */
	async function consider(pool: readonly Examined[], outcomes: Map<string, IntakeOutcome>): Promise<readonly Examined[]> {
		const considered: Examined[] = [];
		const links = new Map<string, ChainLink | null>();

		/** The envelope that this one says is before it. A device's highest number is known, and mostly it is that. */
		async function linkBefore({ header }: Examined): Promise<ChainLink | null> {
			if (header.previous === null) return null;
			const device = toHex(header.device);
			const tip = await tipOf(device);
			if (header.number > (tip?.number ?? 0) + 1) return null;
			const id = toHex(header.previous);
			if (tip?.id === id) return { ...tip, device };
			const known = links.get(id);
			if (known !== undefined) return known;
			const link = await store.link(id);
			links.set(id, link);
			return link;
		}

		let open = [...pool].sort((one, other) => one.header.number - other.header.number);
		for (let moved = true; moved; ) {
			moved = false;
			const still: Examined[] = [];
			for (const envelope of open) {
				const outcome = judge(envelope, await linkBefore(envelope));
				outcomes.set(envelope.id, outcome);
				if (outcome.is === "waiting") still.push(envelope);
				if (outcome.is !== "accepted" && outcome.is !== "late") continue;
				const device = toHex(envelope.header.device);
				const { number, heads } = envelope.header;
				const link = { device, number, id: envelope.id, heads: heads.map(toHex) };
				const tip = await tipOf(device);
				links.set(envelope.id, link);
				if (number > (tip?.number ?? 0)) tips.set(device, link);
				else forks.note(device, number);
				considered.push(envelope);
				moved = true;
			}
			open = still;
		}
		return considered;
	}

	/** What a statement, or a fork that became known, changes in the standing of what was here before. */
	async function judgeAgain(outcomes: Map<string, IntakeOutcome>): Promise<Record<Standing, string[]>> {
		const moved: Record<Standing, string[]> = { accepted: [], late: [] };
		for await (const batch of store.considered()) {
			for (const { id, header, standing } of batch) {
				const { is } = judgeRight(history, header, forks.at(toHex(header.device)));
				if ((is !== "accepted" && is !== "late") || is === standing) continue;
				moved[is].push(id);
				if (outcomes.has(id)) outcomes.set(id, { is });
			}
		}
		return moved;
	}

	/** Considers and keeps what is new, with what waited. */
	async function takeFresh(fresh: readonly Examined[], outcomes: Map<string, IntakeOutcome>): Promise<void> {
		const pool = [...fresh, ...(await store.waiting())];
		const considered = await consider(pool, outcomes);
		const stillWaiting = pool.filter(({ id }) => outcomes.get(id)?.is === "waiting");
		const devices = history.current()?.devices;
		for (const { id } of chooseToLetGo(stillWaiting, (device) => devices?.has(device) === true))
			outcomes.set(id, { is: "refused", why: "too-many-waiting" });
		await forks.keep();
		const isFresh = new Set(fresh.map(({ id }) => id));
		await store.keep(
			considered.map((envelope) => ({ ...envelope, standing: outcomes.get(envelope.id)?.is === "late" ? "late" : "accepted" })),
			fresh.filter(({ id }) => outcomes.get(id)?.is === "waiting"),
			pool.flatMap((envelope) => {
				const outcome = outcomes.get(envelope.id);
				return outcome?.is === "refused" && !isFresh.has(envelope.id) ? [{ envelope, why: outcome.why }] : [];
			}),
		);
	}

	async function takeLooked(looked: readonly Looked[]): Promise<readonly IntakeOutcome[]> {
		await forks.load();
		// What one writes oneself does not pass through here.
		tips.clear();
		const examined = new Map<string, Examined>();
		for (const one of looked) if ("examined" in one) examined.set(one.examined.id, one.examined);
		const known = await store.known([...examined.keys()]);
		const fresh = [...examined.values()].filter(({ id }) => !known.has(id));
		const outcomes = new Map<string, IntakeOutcome>();
		if (fresh.length > 0) await takeFresh(fresh, outcomes);
		await forks.settle(history.heads(), () => judgeAgain(outcomes));
		return looked.map((one) => {
			if ("refused" in one) return { is: "refused", why: one.refused };
			return outcomes.get(one.examined.id) ?? { is: "known" };
		});
	}

	return {
		take: (envelopes) => takeLooked(envelopes.map((bytes) => lookAt(sodium, history.space, bytes))),
		takeLooked,
		forks: forks.all,
	};
}
