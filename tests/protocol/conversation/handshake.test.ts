import { encode } from "cborg";
import sodium from "libsodium-wrappers-sumo";
import { beforeAll, describe, expect, test } from "vitest";
import { asciiBytes, fromHex, joinBytes } from "../../../shared/protocol/bytes";
import { ConversationEnded, type Ending } from "../../../shared/protocol/conversation/endings";
import { HANDSHAKE_TIME } from "../../../shared/protocol/conversation/handshake";
import { certifyDevice, SESSION_DOMAIN } from "../../../shared/protocol/identity";
import { meetBy, newIdentity, newServer, sideOf, someKey, testTime, turns } from "./meeting";
import { type Fault, type MemoryLine, memoryLine } from "./memory-transport";

beforeAll(() => sodium.ready);

/** How a conversation that never began ended. */
async function endingOf(work: Promise<unknown>): Promise<Ending> {
	try {
		await work;
	} catch (error) {
		if (error instanceof ConversationEnded) return error.ending;
		throw error;
	}
	throw new Error("the conversation began");
}

/** Two sides that cannot meet: how it ended for each. */
async function failToMeet(
	initiator: Parameters<typeof sideOf>[2],
	responder: Parameters<typeof sideOf>[2],
	line: MemoryLine = memoryLine(),
): Promise<readonly [Ending, Ending]> {
	return Promise.all([
		endingOf(
			sideOf("initiator", line.initiator, initiator).then((conversation) =>
				conversation.ended.then((e) => Promise.reject(new ConversationEnded(e))),
			),
		),
		endingOf(
			sideOf("responder", line.responder, responder).then((conversation) =>
				conversation.ended.then((e) => Promise.reject(new ConversationEnded(e))),
			),
		),
	]);
}

describe("two sides that meet", () => {
	test("each know which device the other is, and whose", async () => {
		const [ada, ben] = [newIdentity(), newIdentity()];
		const { asking, answering } = await meetBy({ identity: ada }, { identity: ben });
		expect(asking.counterpart).toMatchObject({ device: ben.device, person: ben.owner?.person });
		expect(answering.counterpart).toMatchObject({ device: ada.device, person: ada.owner?.person });
		asking.end();
		expect(await answering.ended).toEqual({ why: "closed", by: "them", detail: "" });
		expect(await asking.ended).toMatchObject({ why: "closed", by: "us" });
	});

	test("a server is a device of nobody, and can be known again by its key", async () => {
		const server = newServer();
		const { asking } = await meetBy({ expectedDevice: server.device }, { identity: server });
		expect(asking.counterpart).toMatchObject({ device: server.device, person: null });
		asking.end();
	});

	test("nothing of who they are is on the line for others to read", async () => {
		const frames: Uint8Array[] = [];
		const line = memoryLine();
		const listen: Fault = (frame) => {
			frames.push(frame);
			return [frame];
		};
		line.disturb("initiator", listen);
		line.disturb("responder", listen);
		const [ada, ben] = [newIdentity(), newIdentity()];
		const { asking } = await meetBy({ identity: ada }, { identity: ben }, line);
		const all = Buffer.concat(frames);
		for (const { device, owner } of [ada, ben]) {
			for (const secret of [device, owner?.person ?? ""]) {
				expect(all.includes(secret)).toBe(false);
				expect(all.includes(Buffer.from(fromHex(secret)))).toBe(false);
			}
		}
		asking.end();
	});
});

describe("who is not who they should be stays outside, and both sides know why", () => {
	test("another server than the one that is known: it does not even learn who asked", async () => {
		const line = memoryLine();
		const [mine, theirs] = await failToMeet({ expectedDevice: someKey() }, {}, line);
		expect(mine).toMatchObject({ why: "wrong-counterpart", by: "us" });
		expect(theirs).toMatchObject({ why: "wrong-counterpart", by: "them" });
		// The hello and the farewell.
		expect(line.sent.initiator.frames).toBe(2);
	});

	test("a device that its person did not certify", async () => {
		const identity = newIdentity();
		const other = sodium.crypto_sign_keypair();
		const certificate = certifyDevice(sodium, other.privateKey, fromHex(identity.device));
		const owner = { person: identity.owner?.person ?? "", certificate };
		const [mine, theirs] = await failToMeet({ identity: { ...identity, owner } }, {});
		expect(theirs).toMatchObject({ why: "bad-proof", by: "us" });
		expect(mine).toMatchObject({ why: "bad-proof", by: "them" });
	});

	test("a device without a person may be connected to, but does not connect", async () => {
		const [mine, theirs] = await failToMeet({ identity: newServer() }, {});
		expect(theirs).toMatchObject({ why: "no-certificate", by: "us" });
		expect(mine).toMatchObject({ why: "no-certificate", by: "them" });
	});

	test("somebody who has another's certificate, but not the device's key", async () => {
		const [ada, mallory] = [newIdentity(), newIdentity()];
		const [, theirs] = await failToMeet({ identity: { ...ada, sign: mallory.sign } }, {});
		expect(theirs).toMatchObject({ why: "bad-proof", by: "us" });
		const [mine] = await failToMeet({}, { identity: { ...ada, sign: mallory.sign } });
		expect(mine).toMatchObject({ why: "bad-proof", by: "us" });
	});

	test("a replayed handshake: the frames of another session prove nothing in this one", async () => {
		const recorded: Uint8Array[] = [];
		const line = memoryLine();
		line.disturb("initiator", (frame) => {
			recorded.push(Uint8Array.from(frame));
			return [frame];
		});
		const { asking } = await meetBy({}, {}, line);
		asking.end();
		const again = memoryLine();
		const responder = endingOf(sideOf("responder", again.responder, {}));
		for (const frame of recorded) void again.initiator.send(frame);
		expect(await responder).toMatchObject({ why: "broken-frame", by: "us" });
	});

	test("a mirror: one's own frames sent back", async () => {
		const line = memoryLine();
		const ending = endingOf(sideOf("initiator", line.initiator, {}));
		line.responder.onFrame((frame) => void line.responder.send(Uint8Array.from(frame)));
		expect(await ending).toMatchObject({ why: "not-commonplace" });

		const identity = newIdentity();
		const [mine, theirs] = await failToMeet({ identity }, { identity });
		expect(mine).toMatchObject({ why: "ourselves" });
		expect(theirs).toMatchObject({ why: "ourselves", by: "them" });
	});

	test("somebody in the middle, who passes on what the real server signed for their own session with it", async () => {
		const server = newServer();
		const passedOn = async (): Promise<Uint8Array> =>
			server.sign(joinBytes(SESSION_DOMAIN, asciiBytes("responder"), sodium.randombytes_buf(32)));
		const [mine] = await failToMeet({ expectedDevice: server.device }, { identity: { ...server, sign: passedOn } });
		expect(mine).toMatchObject({ why: "bad-proof", by: "us" });
		const mirrored = async (bytes: Uint8Array): Promise<Uint8Array> =>
			server.sign(joinBytes(SESSION_DOMAIN, asciiBytes("initiator"), bytes.slice(-32)));
		const [again] = await failToMeet({ expectedDevice: server.device }, { identity: { ...server, sign: mirrored } });
		expect(again).toMatchObject({ why: "bad-proof", by: "us" });
	});

	test("a key that would make the secret known to everybody", async () => {
		for (const ephemeral of [new Uint8Array(32), Uint8Array.from({ length: 32 }, (_, at) => (at === 0 ? 1 : 0))]) {
			const line = memoryLine();
			const responder = endingOf(sideOf("responder", line.responder, {}));
			void line.initiator.send(encode({ protocol: "commonplace", versions: [1], ephemeral }));
			expect(await responder).toMatchObject({ why: "not-commonplace", by: "us" });
		}
	});

	test("a changed bit in the first frames gives two sides that do not understand each other", async () => {
		for (const side of ["initiator", "responder"] as const) {
			for (let bit = 0; bit < 8 * 70; bit += 7) {
				const line = memoryLine();
				line.disturb(side, (frame, number) => {
					if (number > 0 || bit >> 3 >= frame.length) return [frame];
					const flipped = Uint8Array.from(frame);
					flipped[bit >> 3] = (flipped[bit >> 3] ?? 0) ^ (1 << (bit & 7));
					return [flipped];
				});
				const isInside = side === "initiator" ? bit < 8 * 60 : bit < 8 * 50;
				if (!isInside) continue;
				const endings = await failToMeet({}, {}, line);
				for (const { why } of endings) {
					expect(["not-commonplace", "broken-frame", "no-common-version", "line-broke"], `${side} ${bit}`).toContain(why);
				}
			}
		}
	});
});

describe("before anybody has proven who they are", () => {
	test("a huge frame ends the conversation unread", async () => {
		const line = memoryLine();
		const responder = endingOf(sideOf("responder", line.responder, {}));
		void line.initiator.send(new Uint8Array(5000));
		expect(await responder).toMatchObject({ why: "too-large", by: "us" });
	});

	test("a huge frame in place of the proof does too", async () => {
		const line = memoryLine();
		line.disturb("initiator", (frame, number) => [number === 1 ? new Uint8Array(300_000) : frame]);
		const [, theirs] = await failToMeet({}, {}, line);
		expect(theirs).toMatchObject({ why: "too-large", by: "us" });
	});

	test("frames without end are not gathered", async () => {
		const line = memoryLine();
		let give: (signature: Uint8Array) => void = () => undefined;
		const slow = { ...newServer(), sign: () => new Promise<Uint8Array>((resolve) => (give = resolve)) };
		const responder = endingOf(sideOf("responder", line.responder, { identity: slow }));
		const ephemeral = sodium.crypto_scalarmult_base(sodium.randombytes_buf(32));
		void line.initiator.send(encode({ protocol: "commonplace", versions: [1], ephemeral }));
		await turns(3);
		for (let sent = 0; sent < 10; sent++) void line.initiator.send(new Uint8Array(300_000));
		await turns(5);
		give(new Uint8Array(64));
		expect(await responder).toMatchObject({ why: "too-large", by: "us" });
	});

	test("something else than Commonplace is told apart", async () => {
		for (const frame of [new TextEncoder().encode("GET / HTTP/1.1"), encode({ hello: 1 }), new Uint8Array()]) {
			const line = memoryLine();
			const both = [endingOf(sideOf("responder", line.responder, {})), endingOf(sideOf("initiator", line.initiator, {}))];
			line.disturb("initiator", () => [frame]);
			line.disturb("responder", () => [frame]);
			const other = memoryLine();
			const responder = endingOf(sideOf("responder", other.responder, {}));
			void other.initiator.send(frame);
			expect(await responder).toMatchObject({ why: "not-commonplace", by: "us" });
			line.cut();
			await Promise.all(both);
		}
	});

	test("a line that breaks, or an answer that never comes, ends the handshake", async () => {
		const line = memoryLine();
		const cut = endingOf(sideOf("initiator", line.initiator, {}));
		line.cut();
		expect(await cut).toMatchObject({ why: "line-broke", by: "line" });

		const time = testTime();
		const silent = endingOf(sideOf("initiator", memoryLine().initiator, { after: time.after }));
		await time.pass(HANDSHAKE_TIME);
		expect(await silent).toMatchObject({ why: "too-slow", by: "us" });

		const half = memoryLine();
		half.disturb("initiator", (frame, number) => (number === 0 ? [frame] : []));
		const stuck = endingOf(sideOf("responder", half.responder, { after: time.after }));
		void sideOf("initiator", half.initiator, {}).catch(() => undefined);
		await time.pass(HANDSHAKE_TIME);
		expect(await stuck).toMatchObject({ why: "too-slow", by: "us" });
	});

	test("a signature that cannot be had ends it, and both sides know", async () => {
		const broken = { ...newIdentity(), sign: () => Promise.reject(new Error("the key is locked")) };
		const [mine, theirs] = await failToMeet({ identity: broken }, {});
		expect(mine).toMatchObject({ why: "failed", by: "us" });
		expect(mine.detail).toContain("the key is locked");
		expect(theirs).toMatchObject({ why: "failed", by: "them" });
	});
});

describe("versions", () => {
	test("the newest that both speak is taken", async () => {
		const line = memoryLine();
		const own = sodium.randombytes_buf(32);
		const reply = new Promise<Uint8Array>((resolve) => line.initiator.onFrame(resolve));
		const responder = endingOf(sideOf("responder", line.responder, {}));
		void line.initiator.send(
			encode({ protocol: "commonplace", versions: [3, 2, 1], ephemeral: sodium.crypto_scalarmult_base(own), more: "of a later version" }),
		);
		expect(Buffer.from(await reply).includes("refused")).toBe(false);
		line.cut();
		await responder;
	});

	test("none in common: both are told which the other speaks", async () => {
		const line = memoryLine();
		line.disturb("initiator", (frame, number) => {
			if (number > 0) return [frame];
			return [encode({ protocol: "commonplace", versions: [2, 3], ephemeral: new Uint8Array(32).fill(9) })];
		});
		const [mine, theirs] = await failToMeet({}, {}, line);
		expect(theirs).toEqual({ why: "no-common-version", by: "us", detail: "2, 3" });
		expect(mine).toEqual({ why: "no-common-version", by: "them", detail: "1" });
	});

	test("a version that was not offered is not taken", async () => {
		const line = memoryLine();
		const mine = endingOf(sideOf("initiator", line.initiator, {}));
		void line.responder.send(encode({ version: 2, ephemeral: new Uint8Array(32).fill(9) }));
		expect(await mine).toMatchObject({ why: "not-commonplace", by: "us" });
	});
});
