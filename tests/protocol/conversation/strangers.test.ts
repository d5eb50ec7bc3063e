/** Whoever has not shown that they share a space with us cannot make us hold or do much. */
import sodium from "libsodium-wrappers-sumo";
import { beforeAll, beforeEach, describe, expect, test } from "vitest";
import { MOST_PROOFS } from "../../../shared/protocol/conversation/answerer";
import { sendBlob } from "../../../shared/protocol/conversation/blob-transfer";
import { createChannel, LARGEST_FROM, PIECE } from "../../../shared/protocol/conversation/channel";
import type { Counterpart, Offered } from "../../../shared/protocol/conversation/ports";
import { createRoom, type Room } from "../../../shared/protocol/conversation/room";
import { inviteKeys } from "../../../shared/protocol/membership/invite-link";
import { makeJoin } from "../../../shared/protocol/membership/making-statements";
import type { Sodium } from "../../../shared/protocol/sodium";
import { foundTeam, invite, meet, stranger, type Team } from "../membership/team";
import { connect, exchange, idsOn, laptopOf, newShelfServer, still, write } from "./carried";
import { after, identityOf, meetBy, until } from "./meeting";
import { offerShelf } from "./memory-offered";
import { createShelf } from "./memory-shelf";
import { memoryLine } from "./memory-transport";
import { facing, offers, SPACE } from "./other-sides";

let team: Team;
beforeAll(() => sodium.ready);
beforeEach(async () => {
	team = await foundTeam();
});

/** A channel whose other end says what a test wants, frame by frame. */
function heard(room: Room | null = null) {
	const line = memoryLine();
	const key = new Uint8Array(32);
	const channel = createChannel(sodium, line.responder, { send: key, receive: key }, room);
	const sizes: number[] = [];
	channel.receive((_, bytes) => sizes.push(bytes));
	let sent = 0;
	return {
		channel,
		sizes,
		async say(more: 0 | 1, length: number): Promise<void> {
			const nonce = new Uint8Array(24);
			new DataView(nonce.buffer).setUint32(20, sent++);
			const plain = new Uint8Array(1 + length);
			plain[0] = more;
			await line.initiator.send(sodium.crypto_aead_xchacha20poly1305_ietf_encrypt(plain, null, null, nonce, key));
		},
	};
}

describe("an unfinished message", () => {
	test("of a stranger is held up to half a megabyte; of somebody who shares a space as far as the largest message goes", async () => {
		for (const [standing, pieces] of [
			["stranger", LARGEST_FROM.stranger / PIECE],
			["known", LARGEST_FROM.known / PIECE],
		] as const) {
			const { channel, say } = heard();
			channel.allow(standing);
			let said = 0;
			for (; channel.ending() === null && said < 1000; said++) await say(1, PIECE);
			expect(await channel.ended).toMatchObject({ why: "too-large", by: "us" });
			expect(said).toBeLessThan(pieces + 10);
		}
		expect(LARGEST_FROM.stranger).toBeLessThanOrEqual(512 * 1024);
	});

	test("is not made of many small pieces: only the last may be smaller than a piece", async () => {
		for (const length of [0, 1, 1000, PIECE - 1]) {
			const { channel, say } = heard();
			channel.allow("known");
			await say(1, length);
			expect(await channel.ended).toMatchObject({ why: "broken-frame", by: "us" });
		}
	});

	test("has room in all conversations together, and gives it back when it is whole or its conversation has ended", async () => {
		const room = createRoom(3 * PIECE);
		const [one, other] = [heard(room), heard(room)];
		for (const { channel } of [one, other]) channel.allow("known");
		for (let piece = 0; piece < 2; piece++) await one.say(1, PIECE);
		await other.say(1, PIECE);
		await other.say(1, PIECE);
		expect(await other.channel.ended).toMatchObject({ why: "busy", by: "us" });
		expect(room.take(2 * PIECE)).toBe(false);
		one.channel.end("closed");
		await one.channel.ended;
		expect(room.take(3 * PIECE)).toBe(true);
	});

	test("of somebody whom we asked for nothing stays small, also when we called them", async () => {
		const { honest, other } = await facing("initiator");
		void other.channel.send({ is: "presence", space: SPACE, sealed: new Uint8Array(600_000) });
		expect(await honest.ended).toMatchObject({ why: "too-large", by: "us" });
	});
});

describe("questions that wait", () => {
	test("count towards what all conversations together may hold", async () => {
		const room = createRoom(1000);
		const slow = offers({ push: () => new Promise(() => undefined) });
		const [one, other] = [await facing("responder", { offered: slow, room }), await facing("responder", { offered: slow, room })];
		for (const { other: asker } of [one, other])
			void asker.channel.send({ is: "push", ask: 0, space: SPACE, envelopes: [new Uint8Array(700)] });
		expect(await other.honest.ended).toMatchObject({ why: "busy", by: "us" });
		one.honest.end();
		expect(room.take(1)).toBe(true);
	});

	test("of a stranger may be a megabyte in all", async () => {
		const { honest, other } = await facing("responder", { offered: offers({ push: () => new Promise(() => undefined) }) });
		for (let ask = 0; ask < 3; ask++)
			void other.channel.send({ is: "push", ask, space: SPACE, envelopes: [new Uint8Array(LARGEST_FROM.stranger - 1000)] });
		expect(await honest.ended).toMatchObject({ why: "too-many-questions", by: "us" });
	});
});

describe("proofs of invites", () => {
	test("are looked at so many times in a conversation, however many are shown, and only so many are remembered", async () => {
		let checked = 0;
		const counting: Sodium = {
			...sodium,
			crypto_sign_verify_detached: (...given: Parameters<Sodium["crypto_sign_verify_detached"]>) => {
				checked += 1;
				return sodium.crypto_sign_verify_detached(...given);
			},
		};
		const seen = new Set<Counterpart>();
		const offered = offers({
			open: async (who) => {
				seen.add(who);
				return { refused: "no-such-space" };
			},
		});
		const { asking: mallory } = await meetBy({}, { offered, sodium: counting } as Parameters<typeof meetBy>[1]);
		const before = checked;
		const spaces = Array.from({ length: 1000 }, (_, number) => ({
			space: number.toString(16).padStart(32, "0"),
			invite: inviteKeys(sodium, sodium.randombytes_buf(32)),
		}));
		for (let round = 0; round < 3; round++) {
			const answered = await mallory.open(spaces);
			const reasons = "ok" in answered ? answered.ok.map((one) => (one.is === "refused" ? one.why : one.is)) : [];
			expect(reasons.filter((why) => why === "no-such-space").length).toBe(MOST_PROOFS);
			expect(reasons.filter((why) => why === "too-much").length).toBe(1000 - MOST_PROOFS);
		}
		expect(checked - before).toBeLessThanOrEqual(MOST_PROOFS);
		expect([...seen].map(({ invites }) => invites.size)).toEqual([MOST_PROOFS]);
		mallory.end();
	});
});

describe("nobody honest notices", () => {
	test("who brings a large space to a server that does not know them", async () => {
		const [ada, server] = [laptopOf(team.ada), newShelfServer()];
		await ada.keep();
		await write(ada, 40, "x".repeat(60_000));
		await exchange(ada, server, [team.space]);
		expect(idsOn(server.shelf, team.space)).toEqual(ada.ids(team.space));
	});

	test("who sends a file, part beside part, before anything else", async () => {
		const [ada, server] = [laptopOf(team.ada), newShelfServer()];
		await ada.keep();
		await exchange(ada, server, [team.space]);
		const slow: Offered["putBlob"] = async (...put) => {
			await new Promise((resolve) => setTimeout(resolve, 5));
			return server.offered.putBlob(...put);
		};
		const { asking } = await meetBy(
			{ identity: ada.identity },
			{ identity: server.identity, offered: { ...server.offered, putBlob: slow } },
		);
		const transfer = { conversation: asking, after, space: team.space, goOn: async () => undefined };
		const [name, by] = ["ab".repeat(32), ada.device.speaker.person];
		await sendBlob(transfer, { name, total: 5_000_000, by, isOurs: true, read: async (_, length) => new Uint8Array(length) });
		expect(await asking.findBlobs(team.space, [name])).toEqual({ ok: [[{ by, total: 5_000_000, arrived: 5_000_000 }]] });
		asking.end();
	});

	test("who joins by an invite with a large page written before", async () => {
		const [ada, server] = [laptopOf(team.ada), newShelfServer()];
		const link = await invite(team, team.ada, "editor");
		await ada.keep();
		await exchange(ada, server, [team.space]);
		const device = stranger(team, "Ben");
		await meet(team.ada, device);
		await device.state(makeJoin(sodium, link, device.speaker, null));
		for (let page = 0; page < 3; page++) await device.write("content", `${page} ${"y".repeat(900_000)}`);
		const ben = laptopOf(device);
		await ben.keep();
		const connection = await connect(ben, server, [{ space: team.space, invite: inviteKeys(sodium, link.secret), mayBring: true }]);
		await until(() => idsOn(server.shelf, team.space).join() === ben.ids(team.space).join(), "all of Ben's is there");
		await still(connection);
		connection.conversation.end();
	});

	test("who has a large page fetched by a colleague", async () => {
		const shelf = createShelf(sodium);
		await team.ada.write("content", "z".repeat(3_000_000));
		await shelf.make(team.space).take(team.ada.envelopes());
		const { asking } = await meetBy({ identity: identityOf(team.ada) }, { offered: offerShelf(sodium, shelf) });
		await asking.open([{ space: team.space, invite: null }]);
		const ids = idsOn(shelf, team.space);
		const sizes: number[] = [];
		for (const id of ids) {
			const got = await asking.fetch(team.space, [id]);
			if ("ok" in got) sizes.push(got.ok.get(id)?.length ?? 0);
		}
		expect(Math.max(...sizes)).toBeGreaterThan(3_000_000);
		asking.end();
	});
});
