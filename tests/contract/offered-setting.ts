import sodium from "libsodium-wrappers-sumo";
import { expect } from "vitest";
import type { ConversationRefusal, Entry } from "../../shared/protocol/conversation/messages";
import type { Answered, Counterpart, Offered, OfferedNews } from "../../shared/protocol/conversation/ports";
import { envelopeId } from "../../shared/protocol/envelope";
import type { SimulatedDevice } from "../convergence/simulated-device";
import { visitor } from "../protocol/conversation/meeting";
import { foundTeam, type Team } from "../protocol/membership/team";

export interface OfferedUnderTest {
	readonly offered: Offered;
	/** Lets somebody use it, where that takes more than their keys. */
	letIn(who: Counterpart): Promise<void>;
}

export function ok<Value>(answered: Answered<Value>): Value {
	if ("ok" in answered) return answered.ok;
	throw new Error(`refused: ${answered.refused}`);
}

export const refusalOf = (answered: Answered<unknown>): ConversationRefusal | null => ("refused" in answered ? answered.refused : null);

export const idsOf = (envelopes: readonly Uint8Array[]): string[] => envelopes.map((bytes) => envelopeId(sodium, bytes));

/** News of a space, gathered. */
export interface Followed {
	readonly news: OfferedNews[];
	readonly ids: () => string[];
	readonly stop: () => void;
}

/** A team of Ada's that nobody else has yet, and somebody who offers spaces. */
export interface OfferedSetting {
	readonly team: Team;
	readonly space: string;
	readonly offered: Offered;
	readonly connect: (device: SimulatedDevice, invites?: Readonly<Record<string, string>>) => Promise<Counterpart>;
	/** Ada brings her team as it is with her. */
	readonly bring: () => Promise<Counterpart>;
	readonly listed: (who: Counterpart, after?: number, limit?: number) => Promise<readonly Entry[]>;
	readonly followAs: (who: Counterpart) => Promise<Followed>;
}

export async function arrange(make: () => Promise<OfferedUnderTest>): Promise<OfferedSetting> {
	const team = await foundTeam();
	const { offered, letIn } = await make();
	const { space } = team;
	const connect = async (device: SimulatedDevice, invites: Readonly<Record<string, string>> = {}): Promise<Counterpart> => {
		const who = visitor(device, invites);
		await letIn(who);
		return who;
	};
	return {
		team,
		space,
		offered,
		connect,
		async bring() {
			const ada = await connect(team.ada);
			const outcomes = ok(await offered.push(ada, space, team.ada.envelopes()));
			expect(new Set(outcomes.map(({ is }) => is))).toEqual(new Set(["kept"]));
			return ada;
		},
		listed: async (who, after = 0, limit = 1000) => ok(await offered.list(who, space, after, limit)).entries,
		async followAs(who) {
			const { last } = ok(await offered.open(who, space, who.invites.get(space) ?? null));
			const news: OfferedNews[] = [];
			const stop = offered.follow(who, space, (one) => news.push(one), last);
			return { news, ids: () => news.flatMap((one) => (one.is === "entries" ? one.entries.map(({ id }) => id) : [])), stop };
		},
	};
}
