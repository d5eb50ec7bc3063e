import sodium from "libsodium-wrappers-sumo";
import { beforeEach, describe, expect, test } from "vitest";
import { toHex } from "../../../shared/protocol/bytes";
import { carry } from "../../../shared/protocol/conversation/carry";
import { foundTeam, meet, stranger, type Team } from "../membership/team";
import { connect, exchange, idsOn, type Laptop, laptopOf, newBen, newShelfServer, type Server, still, write } from "./carried";
import { after, meetBy, testTime, turns, until } from "./meeting";
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

describe("after a break", () => {
	test("the exchange goes on where it was, over a line that breaks again and again, in both directions", async () => {
		const ben = await newBen(team);
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

	test.each(["too-many-waiting", "newer-version"] as const)(
		"what cannot be taken yet (%s) comes again with the next conversation",
		async (why) => {
			const ben = await newBen(team);
			await write(ada, 10);
			await exchange(ada, server, [space]);
			const { takeIn } = ben.copy;
			let postponed = 0;
			Object.assign(ben.copy, {
				takeIn: async (...[named, envelopes, origin]: Parameters<typeof takeIn>): ReturnType<typeof takeIn> => {
					const [last, ...rest] = [...envelopes].reverse();
					if (postponed > 0 || last === undefined) return takeIn(named, envelopes, origin);
					postponed += 1;
					return [...(await takeIn(named, rest.reverse(), origin)), { is: "refused", why }];
				},
			});
			await exchange(ben, server, [space]);
			expect(ben.ids(space).length).toBeLessThan(ada.ids(space).length);
			await exchange(ben, server, [space]);
			expect(ben.ids(space)).toEqual(ada.ids(space));
		},
	);

	test("what a remote of an earlier version does not take is offered again when it may be a newer one", async () => {
		await ada.keep();
		await exchange(ada, server, [space]);
		await write(ada, 3);
		const { push } = server.offered;
		let isOld = true;
		server.offered = {
			...server.offered,
			async push(who, where, envelopes) {
				if (!isOld) return push(who, where, envelopes);
				return { ok: envelopes.map(() => ({ is: "refused", why: "newer-version" })) };
			},
		};
		const first = await exchange(ada, server, [space]);
		expect(first.carrying.progress()).toMatchObject([{ refusedThere: 3, state: "up-to-date" }]);
		expect(ada.copy.refused.map(({ why }) => why)).toEqual(["newer-version", "newer-version", "newer-version"]);
		isOld = false;
		await exchange(ada, server, [space]);
		expect(idsOn(server.shelf, space)).toEqual(ada.ids(space));
		expect(ada.copy.kept.at(-1)?.sent).toBe(ada.ids(space).length);
	});

	test("the mark moves only when what was fetched is durable", async () => {
		const ben = await newBen(team);
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
		const ben = await newBen(team);
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
		const ben = await newBen(team);
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

	test("a server that was put back to an earlier state gets from others what it once gave them, and nothing that it has", async () => {
		const ben = await newBen(team);
		await write(ada, 20);
		await exchange(ada, server, [space]);
		const before = server.shelf.get(space)?.log.length ?? 0;
		await write(ada, 30, "after the backup");
		await exchange(ada, server, [space]);
		await exchange(ben, server, [space]);
		for (let time = 0; time < 2; time++) {
			await server.shelf.putBack(space, before);
			const { carrying, line } = await exchange(ben, server, [space]);
			expect(carrying.progress()).toMatchObject([{ received: 0, sent: 30, refusedThere: 0 }]);
			expect(idsOn(server.shelf, space)).toEqual(ada.ids(space));
			expect(line.sent.initiator.bytes).toBeLessThan(40 * 1024);
			expect((await exchange(ben, server, [space])).carrying.progress()).toMatchObject([{ received: 0, sent: 0 }]);
		}
	});

	test("what such a server lacks arrives there also when the line breaks again and again", async () => {
		const ben = await newBen(team);
		await write(ada, 5);
		await exchange(ada, server, [space]);
		const before = server.shelf.get(space)?.log.length ?? 0;
		await write(ada, 200, "after the backup");
		await exchange(ada, server, [space]);
		await exchange(ben, server, [space]);
		await server.shelf.putBack(space, before);
		for (let time = 0; idsOn(server.shelf, space).length < ada.ids(space).length; time++) {
			const has = idsOn(server.shelf, space).length;
			const connection = await connect(ben, server, [space]);
			await until(() => idsOn(server.shelf, space).length > has, `something, at the attempt ${time}`);
			connection.line.cut();
			await connection.carrying.ended;
		}
		expect(idsOn(server.shelf, space)).toEqual(ada.ids(space));
	});

	test("what had come when the line broke is taken and noted before the exchange counts as ended, and does not come again", async () => {
		const ben = await newBen(team);
		await write(ada, 400);
		await exchange(ada, server, [space]);
		const first = await connect(ben, server, [space]);
		let taken = 0;
		ben.copy.beforeTaking = async () => {
			taken += 1;
			if (taken === 2) first.line.cut();
			await new Promise((resolve) => setTimeout(resolve, 20));
		};
		await first.carrying.ended;
		const here = ben.ids(space).length;
		expect(taken).toBeGreaterThanOrEqual(2);
		expect(here).toBeGreaterThan(0);
		expect(ben.copy.kept.at(-1)?.received).toBe(here);
		const second = await exchange(ben, server, [space]);
		expect(second.carrying.progress()).toMatchObject([{ received: ada.ids(space).length - here }]);
		expect(ben.ids(space)).toEqual(ada.ids(space));
	});

	test("a space that is opened again and again is fetched once all the same", async () => {
		const ben = await newBen(team);
		await write(ada, 600);
		await exchange(ada, server, [space]);
		ben.copy.beforeTaking = () => new Promise((resolve) => setTimeout(resolve, 5));
		const connection = await connect(ben, server, [space]);
		const wish = { space, invite: null, mayBring: true };
		for (let time = 0; time < 5; time++) connection.carrying.add([wish]);
		await until(() => ben.ids(space).length > 100, "the first have come");
		connection.carrying.add([wish]);
		await still(connection);
		expect(ben.ids(space)).toEqual(ada.ids(space));
		const bytes = (server.shelf.get(space)?.log ?? []).reduce((sum, one) => sum + one.bytes.length, 0);
		expect(connection.line.sent.responder.bytes).toBeLessThan(1.5 * bytes);
		const marks = ben.copy.kept.map(({ received }) => received);
		expect(marks).toEqual([...marks].sort((one, other) => one - other));
		connection.conversation.end();
	});

	test("a pause lets nothing new begin, and what waited goes on afterwards", async () => {
		const ben = await newBen(team);
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

describe("two colleagues without a server", () => {
	test("each fetches what they lack; nothing travels twice; both go on telling each other", async () => {
		const ben = await newBen(team);
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

describe("a server without room", () => {
	test("what it refused is sent once it has room again, and counts as still to be sent until then", async () => {
		await exchange(ada, server, [space]);
		let hasRoom = false;
		const push: typeof server.offered.push = async (who, where, envelopes) =>
			hasRoom ? server.offered.push(who, where, envelopes) : { refused: "quota" };
		await write(ada, 3);
		const time = testTime();
		const { asking } = await meetBy(
			{ identity: ada.identity, after: time.after },
			{ identity: server.identity, offered: { ...server.offered, push }, after: time.after },
		);
		const spaces = [{ space, invite: null, mayBring: true }];
		const carrying = carry({ conversation: asking, copy: ada.copy, after: time.after, spaces, otherCarries: false });
		await until(() => carrying.progress()[0]?.state === "refused", "the refusal");
		await time.pass(61_000);
		await turns(50);
		expect(carrying.progress()).toMatchObject([{ state: "refused", refused: "quota" }]);
		hasRoom = true;
		for (let minute = 0; minute < 3; minute++) {
			await time.pass(61_000);
			await turns(200);
		}
		await until(() => carrying.progress()[0]?.state === "up-to-date", "the exchange");
		expect(idsOn(server.shelf, space)).toEqual(ada.ids(space));
		asking.end("closed");
	});
});
