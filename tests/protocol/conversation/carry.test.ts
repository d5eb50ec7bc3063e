import sodium from "libsodium-wrappers-sumo";
import { beforeEach, describe, expect, test } from "vitest";
import { toHex } from "../../../shared/protocol/bytes";
import { carry } from "../../../shared/protocol/conversation/carry";
import type { Entry } from "../../../shared/protocol/conversation/messages";
import { inviteKeys } from "../../../shared/protocol/membership/invite-link";
import { makeJoin } from "../../../shared/protocol/membership/making-statements";
import { foundTeam, invite, meet, member, remove, stranger, type Team } from "../membership/team";
import { connect, exchange, idsOn, type Laptop, laptopOf, newShelfServer, type Server, still } from "./carried";
import { after, meetBy, until } from "./meeting";
import { offerShelf } from "./memory-offered";
import { memoryLine } from "./memory-transport";

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

/** Ben, a member, whose laptop has nothing yet. */
async function newBen(): Promise<Laptop> {
	return laptopOf(await member(team, "Ben", "editor"));
}

async function write(laptop: Laptop, count: number, text = "page"): Promise<void> {
	for (let page = 0; page < count; page++) await laptop.device.write("content", `${text} ${page}`);
	await laptop.keep();
}

describe("an exchange with a server", () => {
	test("a fresh laptop gets everything, and what is known is not sent back", async () => {
		const ben = await newBen();
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
		const [ben, cleo] = [await newBen(), laptopOf(await member(team, "Cleo", "editor"))];
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
		const ben = await newBen();
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
		const ben = await newBen();
		await write(ada, 5);
		const one = await connect(ada, server, [space]);
		await still(one);
		const two = await connect(ben, server, [space]);
		await still(two);
		const before = ben.ids(space);
		await remove(team.ada, ben.device);
		await write(ada, 1, "without Ben");
		await until(() => two.carrying.progress()[0]?.state === "refused", "refused");
		expect(two.carrying.progress()).toMatchObject([{ refused: "no-such-space" }]);
		expect(ben.ids(space)).toEqual(before);
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
		const connection = await connect(ada, server, [space], memoryLine(), { admit: () => left-- > 0 });
		await until(() => idsOn(server.shelf, space).length === ada.ids(space).length, "everything is there");
		clearInterval(refill);
		connection.conversation.end();
	});
});

describe("after a break", () => {
	test("the exchange goes on where it was, over a line that breaks again and again, in both directions", async () => {
		const ben = await newBen();
		await write(ada, 700);
		await exchange(ada, server, [space]);
		await meet(team.ada, ben.device);
		await write(ben, 200, "ben");
		// Ben's laptop has forgotten what is not his.
		const own = laptopOf(ben.device);
		const team0 = [...ben.device.disk.considered.values()].filter(({ header }) => header.lane === "membership");
		await own.shelf.make(space).take(team0.map(({ bytes }) => bytes));
		const mine = [...ben.device.disk.considered.values()].filter(({ header }) => toHex(header.device) === ben.device.speaker.device);
		await own.shelf.make(space).take(mine.map(({ bytes }) => bytes));
		let [breaks, received, sent] = [0, 0, 0];
		for (; breaks < 200; breaks++) {
			const line = memoryLine({ window: 20_000 });
			const connection = await connect(own, server, [space], line);
			line.disturb("responder", (frame, number) => {
				if (number >= 8) line.cut();
				return [frame];
			});
			await Promise.race([connection.carrying.ended, still(connection)]);
			const isDone = connection.carrying.progress().every(({ state }) => state === "up-to-date");
			received += line.sent.responder.bytes;
			sent += line.sent.initiator.bytes;
			line.cut();
			await connection.carrying.ended;
			if (isDone) break;
		}
		expect(breaks).toBeGreaterThan(2);
		expect(own.ids(space)).toEqual(idsOn(server.shelf, space));
		expect(own.ids(space).length).toBeGreaterThan(900);
		// Each envelope was listed and sent about once, not once for each break.
		const bytesOf = (one: Laptop | Server): number => (one.shelf.get(space)?.log ?? []).reduce((sum, { bytes }) => sum + bytes.length, 0);
		expect(received).toBeLessThan(4 * bytesOf(server));
		expect(sent).toBeLessThan(4 * bytesOf(server));
		const marks = own.copy.kept.map(({ received: mark }) => mark);
		expect(marks).toEqual([...marks].sort((one, other) => one - other));
	});

	test("the mark moves only when what was fetched is durable", async () => {
		const ben = await newBen();
		await write(ada, 10);
		await exchange(ada, server, [space]);
		let goOn: () => void = () => undefined;
		ben.copy.beforeTaking = () =>
			new Promise((resolve) => {
				goOn = resolve;
			});
		const connection = await connect(ben, server, [space]);
		await until(() => connection.line.sent.responder.frames > 4, "the envelopes have come");
		await new Promise((resolve) => setTimeout(resolve, 20));
		expect(ben.copy.kept).toEqual([]);
		goOn();
		await still(connection);
		expect(ben.copy.kept.at(-1)?.received).toBe(ada.ids(space).length);
		connection.conversation.end();
	});

	test("a full disk ends the exchange with that reason, and nothing that was not kept is passed over", async () => {
		const ben = await newBen();
		await write(ada, 10);
		await exchange(ada, server, [space]);
		const full = new Error("the disk is full");
		ben.copy.beforeTaking = () => Promise.reject(full);
		const connection = await connect(ben, server, [space]);
		expect(await connection.carrying.ended).toMatchObject({ ending: { why: "failed", by: "us" }, error: full });
		ben.copy.beforeTaking = () => undefined;
		await exchange(ben, server, [space]);
		expect(ben.ids(space)).toEqual(ada.ids(space));
	});

	test("a store that was made anew is read from its beginning, and given everything", async () => {
		const ben = await newBen();
		await write(ada, 20);
		await exchange(ada, server, [space]);
		await exchange(ben, server, [space]);
		const renewed = newShelfServer();
		const again = { ...renewed, identity: server.identity };
		await exchange(ada, again, [space]);
		expect(idsOn(again.shelf, space)).toEqual(ada.ids(space));
		await write(ada, 5, "more");
		await exchange(ada, again, [space]);
		await exchange(ben, again, [space]);
		expect(ben.ids(space)).toEqual(ada.ids(space));
		await again.shelf.renumber(space);
		const { carrying } = await exchange(ben, again, [space]);
		expect(carrying.progress()).toMatchObject([{ received: 0, state: "up-to-date" }]);
	});

	test("a pause lets nothing new begin, and what waited goes on afterwards", async () => {
		const ben = await newBen();
		await write(ada, 10);
		await exchange(ada, server, [space]);
		const connection = await connect(ben, server, [space]);
		connection.carrying.pause();
		await new Promise((resolve) => setTimeout(resolve, 30));
		expect(ben.ids(space)).toEqual([]);
		connection.carrying.resume();
		await until(() => ben.ids(space).length === ada.ids(space).length, "everything");
		connection.carrying.pause();
		connection.conversation.end();
		await connection.carrying.ended;
	});
});

describe("a server that lies", () => {
	test("that lists envelopes without end is left", async () => {
		const ben = await newBen();
		await ada.keep();
		await exchange(ada, server, [space]);
		let listed = 0;
		const endless: Entry["id"][] = [];
		server.offered = {
			...server.offered,
			list: async (_who, _space, from, limit) => {
				listed += 1;
				const entries = Array.from({ length: limit }, (_, index) => {
					const id = toHex(sodium.randombytes_buf(32));
					endless.push(id);
					return { position: from + index + 1, id, size: 100 };
				});
				return { ok: { entries, last: from + 10 * limit } };
			},
			fetch: async () => ({ ok: [] }),
		};
		const { carrying } = await connect(ben, server, [space]);
		expect((await carrying.ended).ending).toMatchObject({ why: "false-answer", by: "us" });
		expect(listed).toBeLessThan(50);
	});

	test("that lists the same envelopes again and again is left", async () => {
		await ada.keep();
		await exchange(ada, server, [space]);
		const id = ada.ids(space)[0] ?? "";
		server.offered = {
			...server.offered,
			open: async () => ({ ok: { role: "reader", numbering: "1".repeat(16), last: 5 } }),
			list: async (_who, _space, from) => ({ ok: { entries: [{ position: from + 1, id, size: 1 }], last: from + 2 } }),
		};
		const { carrying } = await connect(ada, server, [space]);
		expect((await carrying.ended).ending).toMatchObject({ why: "false-answer", by: "us" });
	});

	test("that counts wrongly costs one question more and nothing else", async () => {
		const ben = await newBen();
		await write(ada, 5);
		await exchange(ada, server, [space]);
		const honest = server.offered;
		server.offered = {
			...honest,
			open: async (...asked) => {
				const opened = await honest.open(...asked);
				return "ok" in opened ? { ok: { ...opened.ok, last: 1_000_000 } } : opened;
			},
		};
		await exchange(ben, server, [space]);
		expect(ben.ids(space)).toEqual(ada.ids(space));
		server.offered = honest;
		await write(ada, 5, "more");
		await exchange(ada, server, [space]);
		await exchange(ben, server, [space]);
		expect(ben.ids(space)).toEqual(ada.ids(space));
	});

	test("that gives other sizes than it lists is left", async () => {
		const ben = await newBen();
		await write(ada, 5);
		await exchange(ada, server, [space]);
		const honest = server.offered;
		server.offered = {
			...honest,
			list: async (...asked) => {
				const listed = await honest.list(...asked);
				if ("refused" in listed) return listed;
				return { ok: { ...listed.ok, entries: listed.ok.entries.map((entry) => ({ ...entry, size: 1 })) } };
			},
		};
		const { carrying } = await connect(ben, server, [space]);
		expect((await carrying.ended).ending).toMatchObject({ why: "false-answer", by: "us" });
	});

	test("that withholds an envelope: the others come, it is named, and asked for again the next time", async () => {
		const ben = await newBen();
		await write(ada, 10);
		await exchange(ada, server, [space]);
		const honest = server.offered;
		const withheld = server.shelf.get(space)?.log[5]?.id ?? "";
		server.offered = {
			...honest,
			fetch: (who, name, ids) =>
				honest.fetch(
					who,
					name,
					ids.filter((id) => id !== withheld),
				),
		};
		const { carrying } = await exchange(ben, server, [space]);
		expect(carrying.progress()).toMatchObject([{ withheld: 1 }]);
		expect(ben.copy.taken.filter(({ is }) => is === "waiting").length).toBeGreaterThan(0);
		server.offered = honest;
		await exchange(ben, server, [space]);
		expect(ben.ids(space)).toEqual(ada.ids(space));
	});

	test("that gives what is no envelope: it is refused here, and the server left when it does not stop", async () => {
		const ben = await newBen();
		await ada.keep();
		await exchange(ada, server, [space]);
		const junk = Array.from({ length: 1500 }, (_, number) => sodium.crypto_generichash(64, new TextEncoder().encode(`${number}`), null));
		const ids = junk.map((bytes) => toHex(sodium.crypto_generichash(32, bytes, null)));
		server.offered = {
			...server.offered,
			list: async (_who, _space, from, limit) => ({
				ok: { entries: ids.slice(from, from + limit).map((id, index) => ({ position: from + index + 1, id, size: 64 })), last: ids.length },
			}),
			fetch: async (_who, _space, asked) => ({ ok: asked.map((id) => junk[ids.indexOf(id)] ?? new Uint8Array()) }),
		};
		const { carrying } = await connect(ben, server, [space]);
		expect((await carrying.ended).ending).toMatchObject({ why: "false-answer", by: "us" });
		expect(new Set(ben.copy.taken.map(({ is }) => is))).toEqual(new Set(["refused"]));
		expect(ben.ids(space)).toEqual([]);
	});
});

describe("two colleagues without a server", () => {
	test("each fetches what they lack; nothing travels twice; both go on telling each other", async () => {
		const ben = await newBen();
		await write(ada, 100);
		await ben.keep();
		await write(ben, 100, "ben");
		const line = memoryLine();
		const { asking, answering } = await meetBy(
			{ identity: ada.identity, offered: offerShelf(sodium, ada.shelf) },
			{ identity: ben.identity, offered: offerShelf(sodium, ben.shelf) },
			line,
		);
		const spaces = [{ space, invite: null, mayBring: false }];
		carry({ conversation: asking, copy: ada.copy, after, spaces, otherCarries: true });
		carry({ conversation: answering, copy: ben.copy, after, spaces, otherCarries: true });
		const alike = (): boolean => ada.ids(space).join() === ben.ids(space).join();
		await until(alike, "both have all");
		expect(ada.ids(space).length).toBeGreaterThan(200);
		const bytes = (ada.shelf.get(space)?.log ?? []).reduce((sum, one) => sum + one.bytes.length, 0);
		expect(line.sent.initiator.bytes + line.sent.responder.bytes).toBeLessThan(2 * bytes);
		await write(ada, 5, "live");
		await until(alike, "both have what was written meanwhile");
		asking.end();
		await answering.ended;
	});

	test("a stranger in the same network learns nothing, not even which spaces there are", async () => {
		await write(ada, 5);
		const mallory = laptopOf(stranger(team, "Mallory"));
		const { asking } = await meetBy({ identity: mallory.identity }, { identity: ada.identity, offered: offerShelf(sodium, ada.shelf) });
		expect(await asking.mySpaces()).toEqual({ ok: [] });
		expect(await asking.open([{ space, invite: null }])).toEqual({ ok: [{ is: "refused", space, why: "no-such-space" }] });
		expect(await asking.fetch(space, ada.ids(space))).toEqual({ refused: "no-such-space" });
		asking.presence(space, new Uint8Array(3));
		asking.end();
	});
});
