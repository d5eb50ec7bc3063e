/** An invite for one, used by two who do not know of each other (R12): what the one who was let in sees, the one who was not, and an owner. */
import sodium from "libsodium-wrappers-sumo";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import type { Conversation } from "../../shared/protocol/conversation/conversation";
import { envelopeId } from "../../shared/protocol/envelope";
import { makeJoin } from "../../shared/protocol/membership/making-statements";
import type { SimulatedDevice } from "../convergence/simulated-device";
import { foundTeam, invite, meet, stranger, type Team } from "../protocol/membership/team";
import { connect, fates, ok, refusalOf, startServer, type WholeServer } from "./whole-server";

let server: WholeServer;
let team: Team;
let ada: Conversation;
const conversations: Conversation[] = [];

beforeAll(async () => {
	await sodium.ready;
	server = await startServer({ registration: "open" });
});
afterAll(async () => {
	for (const conversation of conversations) conversation.end();
	await server.remove();
});
beforeEach(async () => {
	team = await foundTeam();
	ada = await arrive(team.ada);
});

async function arrive(device: SimulatedDevice): Promise<Conversation> {
	const conversation = await connect(server.port, device);
	conversations.push(conversation);
	ok(await conversation.register(""));
	return conversation;
}

interface Joiner {
	readonly device: SimulatedDevice;
	readonly join: Uint8Array;
	readonly id: string;
}

/** Two who joined by the same link, each without the other: the lower id first. */
async function twoWhoJoin(): Promise<readonly [Joiner, Joiner]> {
	const link = await invite(team, team.ada, "editor", { uses: 1 });
	expect(new Set(fates(await ada.push(team.space, team.ada.envelopes())))).toEqual(new Set(["kept"]));
	const joinBy = async (name: string): Promise<Joiner> => {
		const device = stranger(team, name);
		await meet(team.ada, device);
		await device.state(makeJoin(sodium, link, device.speaker, null));
		const join = device.envelopes().at(-1) ?? new Uint8Array();
		return { device, join, id: envelopeId(sodium, join) };
	};
	const [one, other] = [await joinBy("One"), await joinBy("Other")];
	return one.id < other.id ? [one, other] : [other, one];
}

const membersOf = ({ device }: { readonly device: SimulatedDevice }): readonly string[] =>
	[...(device.history().current()?.members.keys() ?? [])].sort();
const persons = (...joined: readonly Joiner[]): readonly string[] =>
	[team.ada, ...joined.map(({ device }) => device)].map(({ speaker }) => speaker.person).sort();

/** What a device sees after it has taken everything that the server has for it. */
async function afterSync(joiner: { readonly device: SimulatedDevice }, conversation: Conversation): Promise<readonly string[]> {
	const { entries } = ok(await conversation.list(team.space, 0, 1000));
	await joiner.device.take([
		...ok(
			await conversation.fetch(
				team.space,
				entries.map(({ id }) => id),
			),
		).values(),
	]);
	return membersOf(joiner);
}

test("who arrives first at the server is in, for everybody who meets there; who comes second is told, and is in for nobody but themselves", async () => {
	const [lower, higher] = await twoWhoJoin();
	const [first, second] = [await arrive(higher.device), await arrive(lower.device)];
	expect(fates(await first.push(team.space, [higher.join]))).toEqual(["kept"]);
	expect(fates(await second.push(team.space, [lower.join]))).toEqual(["invite-used-up"]);
	expect(refusalOf(await second.list(team.space, 0, 10))).toBe("no-such-space");
	expect(await afterSync(higher, first)).toEqual(persons(higher));
	expect(await afterSync({ device: team.ada }, ada)).toEqual(persons(higher));
	expect(membersOf(lower)).toEqual(persons(lower));
});

test("an owner who brings the second one lets the lower id decide, for all three alike: here it puts the first one out", async () => {
	const [lower, higher] = await twoWhoJoin();
	const [first, second] = [await arrive(higher.device), await arrive(lower.device)];
	await first.push(team.space, [higher.join]);
	await afterSync({ device: team.ada }, ada);
	await team.ada.take([lower.join]);
	expect(fates(await ada.push(team.space, [lower.join]))).toEqual(["kept"]);
	expect(membersOf({ device: team.ada })).toEqual(persons(lower));
	expect(await afterSync(lower, second)).toEqual(persons(lower));
	expect(refusalOf(await first.list(team.space, 0, 10))).toBe("no-such-space");
	await meet(team.ada, higher.device);
	expect(membersOf(higher)).toEqual(persons(lower));
});

test("and here the first one stays in, because theirs is the lower one", async () => {
	const [lower, higher] = await twoWhoJoin();
	const [first, second] = [await arrive(lower.device), await arrive(higher.device)];
	await first.push(team.space, [lower.join]);
	await afterSync({ device: team.ada }, ada);
	await team.ada.take([higher.join]);
	expect(fates(await ada.push(team.space, [higher.join]))).toEqual(["kept"]);
	expect(membersOf({ device: team.ada })).toEqual(persons(lower));
	expect(await afterSync(lower, first)).toEqual(persons(lower));
	expect(refusalOf(await second.list(team.space, 0, 10))).toBe("no-such-space");
	await meet(team.ada, higher.device);
	expect(membersOf(higher)).toEqual(persons(lower));
});
