import sodium from "libsodium-wrappers-sumo";
import { beforeEach, describe, expect, test } from "vitest";
import { envelopeId } from "../../../shared/protocol/envelope";
import { inviteKeys } from "../../../shared/protocol/membership/invite-link";
import { makeJoin } from "../../../shared/protocol/membership/making-statements";
import { foundTeam, invite, meet, member, remove, stranger, type Team } from "../membership/team";
import { connect, exchange, idsOn, type Laptop, laptopOf, newBen, newShelfServer, type Server, still, write } from "./carried";
import { until } from "./meeting";
import { slowed } from "./other-sides";

let team: Team;
let space: string;
let ada: Laptop;
let server: Server;

beforeEach(async () => {
	team = await foundTeam();
	space = team.space;
	ada = laptopOf(team.ada);
	server = newShelfServer();
});

describe("an exchange with a server", () => {
	test("a fresh laptop gets everything, and what is known is not sent back", async () => {
		const ben = await newBen(team);
		await write(ada, 300);
		await exchange(ada, server, [space]);
		const { line, before, carrying } = await exchange(ben, server, [space]);
		expect(ben.ids(space)).toEqual(ada.ids(space));
		expect(carrying.progress()).toMatchObject([{ received: ada.ids(space).length, sent: 0, toReceive: 0, toSend: 0 }]);
		expect(line.sent.initiator.bytes - before.bytes).toBeLessThan(100 * ada.ids(space).length);
	});

	test("nothing new costs one question and one answer, for a thousand spaces as for one", async () => {
		await write(ada, 200);
		await exchange(ada, server, [space]);
		await exchange(ada, server, [space]);
		for (const others of [0, 999]) {
			const spaces = [space, ...Array.from({ length: others }, (_, number) => number.toString(16).padStart(32, "0"))];
			const { line, before } = await exchange(
				ada,
				server,
				spaces.map((one) => ({ space: one, invite: null, mayBring: false })),
			);
			// One frame for the question, one for the farewell.
			expect(line.sent.initiator.frames - before.frames).toBe(2);
			if (others === 0) expect(line.sent.initiator.bytes + line.sent.responder.bytes - before.bytes - before.received).toBeLessThan(400);
		}
	});

	test("edits go both ways while both are connected, also to a third", async () => {
		const [ben, cleo] = [await newBen(team), laptopOf(await member(team, "Cleo", "editor"))];
		await ada.keep();
		const [one, two, three] = [
			await connect(ada, server, [space]),
			await connect(ben, server, [space]),
			await connect(cleo, server, [space]),
		];
		await until(() => ben.ids(space).length > 0 && cleo.ids(space).length > 0, "the team is there");
		// Ben's device knows the team, as his laptop now does.
		await meet(team.ada, ben.device, cleo.device);
		await ben.keep();
		for (let edit = 0; edit < 10; edit++) {
			await write(ada, 1, `ada ${edit}`);
			await write(ben, 1, `ben ${edit}`);
		}
		const all = (): boolean => [ada, ben, cleo].every((laptop) => laptop.ids(space).length === ada.ids(space).length);
		await until(() => ada.device.disk.considered.size + 10 === ada.ids(space).length && all(), "all have all");
		expect(ben.ids(space)).toEqual(ada.ids(space));
		expect(cleo.ids(space)).toEqual(ada.ids(space));
		for (const { conversation } of [one, two, three]) conversation.end();
	});

	test("what was brought from elsewhere is passed on", async () => {
		const ben = await newBen(team);
		const elsewhere = newShelfServer();
		await write(ada, 50);
		await exchange(ada, server, [space]);
		await exchange(ben, server, [space]);
		await exchange(ben, elsewhere, [space]);
		// Only an owner makes a space somewhere: Ben brings the statement that Ada made it with, and is not let in for it.
		expect(idsOn(elsewhere.shelf, space)).toEqual([]);
		await exchange(ada, elsewhere, [space]);
		await write(ada, 5, "more");
		await exchange(ada, server, [space]);
		await exchange(ben, server, [space]);
		await exchange(ben, elsewhere, [space]);
		expect(idsOn(elsewhere.shelf, space)).toEqual(ada.ids(space));
	});

	test("a space that the server does not have is brought to it where that is wanted, and only there", async () => {
		await write(ada, 3);
		const kept = await exchange(ada, server, [{ space, invite: null, mayBring: false }]);
		expect(kept.carrying.progress()).toMatchObject([{ state: "refused", refused: "no-such-space", sent: 0 }]);
		expect(idsOn(server.shelf, space)).toEqual([]);
		const brought = await exchange(ada, server, [space]);
		expect(brought.carrying.progress()).toMatchObject([{ state: "up-to-date", refused: null }]);
		expect(idsOn(server.shelf, space)).toEqual(ada.ids(space));
	});

	test("what brings a space to a server is not sent once more when the server has let it in", async () => {
		await write(ada, 700);
		const { line, before, carrying } = await exchange(ada, server, [space]);
		expect(idsOn(server.shelf, space)).toEqual(ada.ids(space));
		const bytes = (ada.shelf.get(space)?.log ?? []).reduce((sum, one) => sum + one.bytes.length, 0);
		expect(line.sent.initiator.bytes - before.bytes).toBeLessThan(1.1 * bytes);
		expect(carrying.progress()).toMatchObject([{ toSend: 0, state: "up-to-date" }]);
		expect(ada.copy.kept.at(-1)?.sent).toBe(ada.ids(space).length);
	});

	test("whoever holds an invite gets the members, joins, and gets everything without connecting again", async () => {
		const link = await invite(team, team.ada, "editor");
		await write(ada, 20);
		await exchange(ada, server, [space]);
		const ben = laptopOf(stranger(team, "Ben"));
		const connection = await connect(ben, server, [{ space, invite: inviteKeys(sodium, link.secret), mayBring: true }]);
		await still(connection);
		expect(ben.ids(space)).toHaveLength(2);
		await ben.device.take((ben.shelf.get(space)?.log ?? []).map(({ bytes }) => bytes));
		await ben.device.state(makeJoin(sodium, link, ben.device.speaker, null));
		await ben.keep();
		await until(() => ben.ids(space).length === ada.ids(space).length + 1, "everything");
		await still(connection);
		connection.conversation.end();
		await exchange(ada, server, [space]);
		expect(ben.ids(space)).toEqual(ada.ids(space));
	});

	test("a false proof of an invite opens nothing", async () => {
		const link = await invite(team, team.ada, "editor");
		await ada.keep();
		await exchange(ada, server, [space]);
		const mallory = laptopOf(stranger(team, "Mallory"));
		const { publicKey } = inviteKeys(sodium, link.secret);
		const { carrying } = await exchange(mallory, server, [
			{ space, invite: { publicKey, privateKey: sodium.crypto_sign_keypair().privateKey }, mayBring: true },
		]);
		expect(carrying.progress()).toMatchObject([{ state: "refused", refused: "no-such-space" }]);
	});

	test("whoever is removed is shut out at once, and keeps what they have", async () => {
		const ben = await newBen(team);
		await write(ada, 5);
		const one = await connect(ada, server, [space]);
		await still(one);
		const two = await connect(ben, server, [space]);
		await still(two);
		const before = ben.ids(space);
		await remove(team.ada, ben.device);
		const removal = team.ada
			.envelopes()
			.slice(-1)
			.map((bytes) => envelopeId(sodium, bytes));
		await write(ada, 1, "without Ben");
		await until(() => two.carrying.progress()[0]?.state === "refused", "refused");
		expect(two.carrying.progress()).toMatchObject([{ refused: "no-such-space" }]);
		// That he is out he may have learned already; nothing else.
		expect(ben.ids(space).filter((id) => !removal.includes(id))).toEqual(before);
		one.conversation.end();
		two.conversation.end();
	});

	test("what the server does not take is named with its reason, and holds up nothing else", async () => {
		const rea = laptopOf(await member(team, "Rea", "reader"));
		await ada.keep();
		await exchange(ada, server, [space]);
		await exchange(rea, server, [space]);
		const forged = await rea.device.forge("content");
		// A changed program that keeps no rules: its own copy takes what it wrote.
		const toPush = rea.copy.toPush;
		rea.copy.toPush = async (...asked) => {
			const outgoing = await toPush(...asked);
			if (outgoing.upTo > asked[2] || asked[2] >= 1000) return outgoing;
			return { envelopes: [{ position: 1000, id: "forged", bytes: forged }], upTo: 1000, left: 0 };
		};
		const { carrying } = await exchange(rea, server, [space]);
		expect(rea.copy.refused).toEqual([{ id: "forged", why: "role" }]);
		expect(carrying.progress()).toMatchObject([{ state: "up-to-date", refusedThere: 1 }]);
	});

	test("a server that is asked too fast is asked more slowly, and nothing is left out", async () => {
		await write(ada, 30);
		let left = 2;
		const refill = setInterval(() => {
			left = 2;
		}, 200);
		server.offered = slowed(server.offered, () => left-- > 0);
		const connection = await connect(ada, server, [space]);
		await until(() => idsOn(server.shelf, space).length === ada.ids(space).length, "everything is there");
		clearInterval(refill);
		connection.conversation.end();
	});
});
