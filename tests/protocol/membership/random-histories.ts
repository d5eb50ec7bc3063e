/** Random histories of a team as bare statements, without seals and signatures: each by somebody who knew some of what there was. */
import { foldStatements } from "../../../shared/protocol/membership/fold";
import { epochRefusal, refusalOf } from "../../../shared/protocol/membership/rights";
import { createStatementGraph } from "../../../shared/protocol/membership/statement-graph";
import type { Role, SignedStatement, Statement } from "../../../shared/protocol/membership/statements";

/** One deed: which device, what it does, to whom, in which role; which other device it hears of first. */
export interface Deed {
	readonly by: number;
	readonly does:
		| "hear"
		| "invite"
		| "join"
		| "promote"
		| "demote"
		| "remove"
		| "drop-device"
		| "add-device"
		| "leave"
		| "withdraw"
		| "rotate";
	readonly whom: number;
	readonly id: number;
}

const PERSONS = 4;
const DEVICES = 6;
const personOf = (device: number): string => `person-${device % PERSONS}`;
const nameOf = (device: number): string => `device-${device}`;
const bytes = new Uint8Array(64);
const grant = { key: "0".repeat(32), boxes: [] };

/** What comes of deeds: those for which their author has no right, as far as they know, are not done. */
export function historyOf(deeds: readonly Deed[]): readonly SignedStatement[] {
	const graph = createStatementGraph();
	const all: SignedStatement[] = [];
	const heads = Array.from({ length: DEVICES }, (): readonly string[] => []);
	const counts = new Map<number, number>();

	function state(by: number, statement: Statement, id: number): void {
		const number = (counts.get(by) ?? 0) + 1;
		// Which statement comes first beside others is a matter of ids: they are to be in no order of their own.
		const signed = {
			id: `${String(id).padStart(6, "0")}-${all.length}`,
			device: nameOf(by),
			heads: heads[by] ?? [],
			number,
			time: 0,
			statement,
		};
		const { draft } = foldStatements(graph, graph.upTo(signed.heads));
		if (refusalOf(draft, signed) !== null || epochRefusal(draft, signed) !== null) return;
		graph.add(signed);
		all.push(signed);
		counts.set(by, number);
		heads[by] = [signed.id];
	}

	function hear(by: number, from: number): void {
		const joined = [...new Set([...(heads[by] ?? []), ...(heads[from] ?? [])])];
		heads[by] = joined.filter((head) => !joined.some((other) => other !== head && graph.isWithin(head, [other])));
	}

	state(0, { is: "create", kind: "team", nonce: null, person: personOf(0), certificate: bytes, ...grant, name: null, card: null }, 0);
	for (const { by, does, whom, id } of [...gathering(), ...deeds]) {
		if (does === "hear") {
			hear(by, whom);
			continue;
		}
		const { draft } = foldStatements(graph, graph.upTo(heads[by] ?? []));
		const epoch = draft.keys.reduce((most, one) => Math.max(most, one.epoch), -1) + 1;
		const statement = statementOf(does, by, whom, id, epoch, [...draft.invites.keys()]);
		if (statement !== null) state(by, statement, id);
	}
	return all;
}

/** Everybody comes in, half of them as owners, and knows of everybody. */
function gathering(): readonly Deed[] {
	const deeds = Array.from({ length: DEVICES - 1 }, (_, index): readonly Deed[] => {
		const by = index + 1;
		const entry = by < PERSONS ? "join" : "add-device";
		return [
			{ by: 0, does: "invite", whom: 0, id: by },
			{ by, does: "hear", whom: 0, id: 0 },
			{ by, does: entry, whom: 0, id: by - 1 },
			{ by: 0, does: "hear", whom: by, id: 0 },
		];
	});
	return [...deeds.flat(), ...Array.from({ length: DEVICES }, (_, by): Deed => ({ by, does: "hear", whom: 0, id: 0 }))];
}

function statementOf(
	does: Exclude<Deed["does"], "hear">,
	by: number,
	whom: number,
	id: number,
	epoch: number,
	invites: readonly string[],
): Statement | null {
	const invite = invites[id % Math.max(1, invites.length)];
	const role: Role = id % 3 === 0 ? "editor" : "owner";
	switch (does) {
		case "invite":
			return { is: "invite", invite: `invite-${id}`, role, ends: 0, uses: id % 3, keys: [], boxes: [] };
		case "join":
			if (invite === undefined) return null;
			return { is: "join", person: personOf(by), certificate: bytes, invite, proof: bytes, card: null };
		case "withdraw":
			return invite === undefined ? null : { is: "withdraw-invite", invite };
		case "promote":
			return { is: "set-role", person: personOf(whom), role: "owner", seen: [] };
		case "demote":
			return { is: "set-role", person: personOf(whom), role: "reader", seen: [] };
		case "remove":
			return { is: "remove-person", person: personOf(whom), seen: [], epoch, ...grant };
		case "drop-device":
			return { is: "remove-device", device: nameOf(whom), seen: [], epoch, ...grant };
		case "add-device":
			return { is: "add-device", person: personOf(by), certificate: bytes };
		case "leave":
			return { is: "leave" };
		case "rotate":
			return { is: "rotate", epoch, ...grant };
	}
}
