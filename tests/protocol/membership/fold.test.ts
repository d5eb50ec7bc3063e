import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { extendFold, type Folded, foldStatements } from "../../../shared/protocol/membership/fold";
import { createStatementGraph, type StatementGraph } from "../../../shared/protocol/membership/statement-graph";
import type { SignedStatement } from "../../../shared/protocol/membership/statements";
import { type Deed, historyOf } from "./random-histories";

const DEEDS: readonly Deed["does"][] = [
	...(["hear", "hear", "hear", "hear", "invite", "invite", "join", "join", "join", "promote", "demote", "remove", "remove"] as const),
	...(["drop-device", "add-device", "leave", "withdraw", "rotate"] as const),
];
const device = fc.nat({ max: 5 });
const deed: fc.Arbitrary<Deed> = fc.record({ by: device, does: fc.constantFrom(...DEEDS), whom: device, id: fc.nat({ max: 99_999 }) });
const RUNS = Number(process.env.COMMONPLACE_HISTORIES ?? 300);
const histories = fc.array(deed, { minLength: 10, maxLength: 60 }).map(historyOf);

function folded(statements: readonly SignedStatement[]): { readonly graph: StatementGraph; readonly fold: Folded } {
	const graph = createStatementGraph();
	let waiting = [...statements];
	while (waiting.length > 0) waiting = waiting.filter((one) => !graph.add(one));
	return { graph, fold: foldStatements(graph, graph.inOrder()) };
}

const holds = (statements: fc.Arbitrary<readonly SignedStatement[]>, check: (given: readonly SignedStatement[]) => void): void =>
	fc.assert(fc.property(statements, check), { numRuns: RUNS });

describe("whatever a team's members state, knowing what they know", () => {
	test("the same statements make the same members, whatever order they come in", () => {
		fc.assert(
			fc.property(
				histories.chain((all) => fc.tuple(fc.constant(all), fc.shuffledSubarray([...all], { minLength: all.length }))),
				([all, shuffled]) => {
					expect(folded(shuffled).fold).toEqual(folded(all).fold);
				},
			),
			{ numRuns: RUNS },
		);
	});

	test("what one statement more makes of the members follows from what was known before it", () => {
		holds(histories, (all) => {
			const { graph } = folded(all);
			for (const signed of all) {
				const extended = extendFold(foldStatements(graph, graph.upTo(signed.heads)), signed);
				const { draft, notCounted } = foldStatements(graph, graph.upTo([signed.id]));
				expect(draft).toEqual(extended.draft);
				expect(notCounted).toEqual(extended.notCounted);
			}
		});
	});

	test("what is struck is struck by a removal that stands beside it and holds", () => {
		holds(histories, (all) => {
			const { graph, fold } = folded(all);
			for (const [id, why] of fold.notCounted) {
				if (why !== "struck-by-removal") continue;
				const by = fold.struckBy.get(id) ?? "";
				expect(graph.areConcurrent(by, id)).toBe(true);
				expect([undefined, "no-such-person", "no-such-device"]).toContain(fold.notCounted.get(by));
			}
		});
	});

	test("whoever is removed is in again only by joining after it, and nobody comes in by an invite of theirs", () => {
		holds(histories, (all) => {
			const { graph, fold } = folded(all);
			const { members, devices, invites } = fold.draft;
			for (const { id, statement } of all) {
				// One that would have left nobody an owner, had it struck what stands beside it, strikes nothing.
				if (statement.is !== "remove-person" || fold.notCounted.has(id) || fold.spent.has(id) || !members.has(statement.person)) continue;
				const entries = all.filter(
					(one) => one.statement.is === "join" && one.statement.person === statement.person && !fold.notCounted.has(one.id),
				);
				expect(entries.some((join) => graph.isWithin(id, join.heads))).toBe(true);
			}
			for (const invite of invites.values()) {
				if (invite.withdrawn) continue;
				expect(members.get(invite.by)?.role).toBe("owner");
				expect(devices.get(invite.device)?.active).toBe(true);
			}
		});
	});

	test("there is always an owner", () => {
		holds(histories, (all) => {
			expect([...folded(all).fold.draft.members.values()].some(({ role }) => role === "owner")).toBe(true);
		});
	});
});
