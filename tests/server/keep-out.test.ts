/** Who has no right gets nothing and leaves nothing behind, over the wire and against a real database. */
import sodium from "libsodium-wrappers-sumo";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { fromHex } from "../../shared/protocol/bytes";
import type { Conversation } from "../../shared/protocol/conversation/conversation";
import type { SessionIdentity } from "../../shared/protocol/conversation/handshake";
import { readHeader } from "../../shared/protocol/envelope";
import { certifyDevice } from "../../shared/protocol/identity";
import { inviteKeys } from "../../shared/protocol/membership/invite-link";
import { makeJoin, makePersonRemoval, makeRotation } from "../../shared/protocol/membership/making-statements";
import type { Statement } from "../../shared/protocol/membership/statements";
import { type SimulatedDevice, simulateDevice } from "../convergence/simulated-device";
import { identityOf } from "../protocol/conversation/meeting";
import { foundTeam, invite, meet, member, remove, seenBy, stranger, type Team } from "../protocol/membership/team";
import { type Postgres, startPostgres } from "./postgres";
import { connect, fates, ok, refusalOf, startServer, type WholeServer } from "./whole-server";

let postgres: Postgres;
let server: WholeServer;
let clock = 0;
let team: Team;
let space: string;
let ada: Conversation;
const conversations: Conversation[] = [];

beforeAll(async () => {
	await sodium.ready;
	postgres = await startPostgres();
	server = await startServer({ registration: "open", database: await postgres.newDatabase() }, { now: () => clock });
});
afterAll(async () => {
	for (const conversation of conversations) conversation.end();
	await server.remove();
	await postgres.remove();
});
beforeEach(async () => {
	clock = 1000;
	team = await foundTeam();
	space = team.space;
	ada = await arrive(team.ada);
	await bring();
});

async function arrive(device: SimulatedDevice): Promise<Conversation> {
	const conversation = await connect(server.port, device);
	conversations.push(conversation);
	ok(await conversation.register(""));
	return conversation;
}

/** Everything that Ada has. */
async function bring(): Promise<void> {
	expect(fates(await ada.push(space, team.ada.envelopes())).filter((fate) => fate !== "kept" && fate !== "known")).toEqual([]);
}

/** A member whom the server knows, connected. */
async function arriveAs(role: "editor" | "commenter" | "reader", name: string): Promise<[SimulatedDevice, Conversation]> {
	const device = await member(team, name, role);
	await bring();
	return [device, await arrive(device)];
}

/** What becomes of an envelope; and that the space is as before when it is not kept. */
async function fateOf(conversation: Conversation, bytes: Uint8Array): Promise<string | undefined> {
	const { entries } = ok(await ada.list(space, 0, 1000));
	const [fate] = fates(await conversation.push(space, [bytes]));
	if (fate !== "kept") expect(ok(await ada.list(space, 0, 1000)).entries).toEqual(entries);
	return fate;
}

describe("the server lets in nobody", () => {
	test("whose device was not certified by the person it names", async () => {
		const mallory = identityOf(stranger(team, "Mallory"));
		const certificate = certifyDevice(sodium, sodium.crypto_sign_keypair().privateKey, fromHex(mallory.device));
		const asAda = { ...mallory, owner: { person: team.ada.speaker.person, certificate } };
		const endOf = async (identity: SessionIdentity): Promise<string> => (await (await connect(server.port, identity)).ended).why;
		expect(await endOf(asAda)).toBe("bad-proof");
		expect(await endOf({ ...mallory, owner: null })).toBe("no-certificate");
		expect(await endOf({ ...mallory, device: team.ada.speaker.device })).toBe("bad-proof");
	});

	test("who comes by an invite that has ended, by the server's own clock, whatever their own says", async () => {
		const link = await invite(team, team.ada, "editor", { ends: 5000 });
		await bring();
		const ben = stranger(team, "Ben");
		await meet(team.ada, ben);
		const his = await arrive(ben);
		await ben.state(makeJoin(sodium, link, ben.speaker, null));
		const join = ben.envelopes().at(-1) ?? new Uint8Array();
		clock = 6000;
		expect(await fateOf(his, join)).toBe("invite-ended");
		expect(ok(await his.open([{ space, invite: inviteKeys(sodium, link.secret) }]))[0]).toMatchObject({ is: "refused" });
		// An owner who met Ben in time vouches for it.
		await team.ada.take([join]);
		expect(await fateOf(ada, join)).toBe("kept");
		expect(ok(await his.open([{ space, invite: null }]))[0]).toMatchObject({ role: "editor" });
	});

	test("who comes by an invite that others have used up, also when they did not know", async () => {
		const link = await invite(team, team.ada, "editor", { uses: 1 });
		await bring();
		const [first, second] = [stranger(team, "First"), stranger(team, "Second")];
		await meet(team.ada, first);
		await meet(team.ada, second);
		const joins: Uint8Array[] = [];
		for (const device of [first, second]) {
			await device.state(makeJoin(sodium, link, device.speaker, null));
			joins.push(device.envelopes().at(-1) ?? new Uint8Array());
		}
		expect(await fateOf(await arrive(first), joins[0] ?? new Uint8Array())).toBe("kept");
		const hers = await arrive(second);
		expect(await fateOf(hers, joins[1] ?? new Uint8Array())).toBe("invite-used-up");
		expect(refusalOf(await hers.list(space, 0, 10))).toBe("no-such-space");
	});

	test("who made up the invite, or proves it with another secret", async () => {
		const mallory = stranger(team, "Mallory");
		await meet(team.ada, mallory);
		const link = await invite(team, team.ada, "editor");
		await bring();
		const conversation = await arrive(mallory);
		const madeUp = { space, secret: sodium.randombytes_buf(32), server: null };
		expect(await fateOf(conversation, await mallory.forge(makeJoin(sodium, madeUp, mallory.speaker, null)))).toBe("no-such-space");
		const { proof } = makeJoin(sodium, madeUp, mallory.speaker, null) as Extract<Statement, { is: "join" }>;
		const joined = { ...makeJoin(sodium, link, mallory.speaker, null), proof } as Statement;
		expect(await fateOf(conversation, await mallory.forge(joined))).toBe("no-such-space");
		expect(ok(await conversation.open([{ space, invite: inviteKeys(sodium, madeUp.secret) }]))[0]).toMatchObject({ why: "no-such-space" });
	});

	test("who was removed, from that moment on", async () => {
		const [ben, his] = await arriveAs("editor", "Ben");
		expect(await fateOf(his, await ben.forge("content"))).toBe("kept");
		await remove(team.ada, ben);
		await bring();
		expect(refusalOf(await his.push(space, [await ben.forge("content")]))).toBe("no-such-space");
		// He may still see how he went out, and nothing that anybody wrote.
		const given = ok(await his.fetch(space, [...ben.disk.considered.keys(), ...team.ada.disk.considered.keys()]));
		expect([...given.values()].map((bytes) => readHeader(bytes).lane)).not.toContain("content");
		expect(ok(await his.open([{ space, invite: null }]))[0]).toMatchObject({ role: "former" });
	});
});

describe("the server keeps nothing", () => {
	test("that is for another space, or that somebody else signed", async () => {
		const [ben, his] = await arriveAs("editor", "Ben");
		expect(await fateOf(his, await (await foundTeam()).ada.forge("content"))).toBe("wrong-space");
		expect(await fateOf(his, await ben.forge("content", { device: fromHex(team.ada.speaker.device) }))).toBe("bad-signature");
	});

	test("with any one bit changed", async () => {
		const [ben, his] = await arriveAs("editor", "Ben");
		const bytes = await ben.forge("content");
		const flipped = Array.from({ length: bytes.length * 8 }, (_, bit) => {
			const copy = Uint8Array.from(bytes);
			copy[bit >> 3] = (copy[bit >> 3] ?? 0) ^ (1 << (bit & 7));
			return copy;
		});
		const seen = new Set<string>();
		for (let start = 0; start < flipped.length; start += 1000)
			for (const fate of fates(await his.push(space, flipped.slice(start, start + 1000)))) seen.add(fate);
		expect([...seen].filter((fate) => !["bad-signature", "not-an-envelope", "newer-version"].includes(fate))).toEqual([]);
		expect(await fateOf(his, bytes)).toBe("kept");
	});

	test("that its author's role does not allow", async () => {
		const [reader, readers] = await arriveAs("reader", "Rea");
		const [commenter, commenters] = await arriveAs("commenter", "Com");
		expect(await fateOf(readers, await reader.forge("content"))).toBe("role");
		expect(await fateOf(readers, await reader.forge("annotation"))).toBe("role");
		expect(await fateOf(commenters, await commenter.forge("content"))).toBe("role");
		expect(await fateOf(commenters, await commenter.forge("annotation"))).toBe("kept");
		expect(refusalOf(await readers.putBlob(space, "b".repeat(64), 3, 0, new Uint8Array(3)))).toBe("not-allowed");
		expect(ok(await commenters.putBlob(space, "b".repeat(64), 3, 0, new Uint8Array(3)))).toMatchObject({ arrived: 3 });
	});

	test("that only owners may state", async () => {
		const [ben, his] = await arriveAs("editor", "Ben");
		const membership = ben.history().current();
		if (membership === null) throw new Error("there is no space");
		const statements: Statement[] = [
			{ is: "set-role", person: ben.speaker.person, role: "owner", seen: [] },
			makePersonRemoval(sodium, membership, team.ada.speaker.person, seenBy(ben)).statement,
			makeRotation(sodium, membership).statement,
			{ is: "invite", invite: "0".repeat(64), role: "owner", ends: 0, uses: 0, keys: [], boxes: [] },
			{ is: "admit", device: ben.speaker.device, number: 9 },
		];
		for (const statement of statements) expect(await fateOf(his, await ben.forge(statement)), statement.is).toBe("no-right");
	});

	test("that goes back behind what its author knew, or leaves out what comes before", async () => {
		const [ben, his] = await arriveAs("editor", "Ben");
		const old = ben.history().heads().map(fromHex);
		await invite(team, team.ada, "reader");
		await bring();
		await meet(team.ada, ben);
		await ben.write("content", "knows of the new invite");
		expect(await fateOf(his, ben.envelopes().at(-1) ?? new Uint8Array())).toBe("kept");
		expect(await fateOf(his, await ben.forge("content", { heads: old }))).toBe("membership-rolled-back");
		const next = await ben.forge("content");
		expect(await fateOf(his, next)).toBe("kept");
		expect(await fateOf(his, await ben.forge("content", { number: 1 }))).toBe("broken-chain");
		expect(await fateOf(his, await ben.forge("content", { number: 50 }))).toBe("waiting");
	});

	test("of a space that somebody brings without being in it, however true it is", async () => {
		const other = await foundTeam();
		const mallory = await arrive(
			simulateDevice(sodium, other.space, { name: "M", keys: sodium.crypto_sign_keypair() }, "laptop", other.key.key, () => 1000),
		);
		expect(refusalOf(await mallory.push(other.space, other.ada.envelopes()))).toBe("no-such-space");
		expect(ok(await (await arrive(other.ada)).mySpaces())).toEqual([]);
	});
});

test("what a removed member wrote without knowing it is kept when a member brings it: its owners decide", async () => {
	const [ben] = await arriveAs("editor", "Ben");
	const [cleo, hers] = await arriveAs("editor", "Cleo");
	await ben.write("content", "apart");
	const late = ben.envelopes().at(-1) ?? new Uint8Array();
	await remove(team.ada, ben);
	await bring();
	await cleo.take([late]);
	expect(await fateOf(hers, late)).toBe("kept");
});
