import { encode } from "cborg";
import sodium from "libsodium-wrappers-sumo";
import { beforeAll, describe, expect, test } from "vitest";
import { NotCbor, readCbor } from "../../../shared/protocol/cbor";
import { createChannel, LARGEST_FROM, PIECE } from "../../../shared/protocol/conversation/channel";
import { EnvelopeRefused, verifyEnvelope } from "../../../shared/protocol/envelope";
import { memoryLine } from "./memory-transport";

beforeAll(() => sodium.ready);

/** Far more than it takes: the machine may be busy. */
const SOON = 1500;

/** The head of a list of so many, and as many single bytes. */
function crowd(count: number, value: number): Uint8Array {
	const bytes = new Uint8Array(count + 5).fill(value);
	bytes[0] = 0x9a;
	new DataView(bytes.buffer).setUint32(1, count);
	return bytes;
}

function quickly(work: () => void): void {
	const [start, before] = [performance.now(), process.memoryUsage().heapUsed];
	work();
	expect(performance.now() - start).toBeLessThan(SOON);
	expect(process.memoryUsage().heapUsed - before).toBeLessThan(64 * 1024 * 1024);
}

describe("few bytes that would become many values", () => {
	const bombs: Readonly<Record<string, Uint8Array>> = {
		"sixty million numbers": crowd(60_000_000, 0x00),
		"sixty million empty lists": crowd(60_000_000, 0x80),
		"sixty million empty maps": crowd(60_000_000, 0xa0),
		"sixty million lists in one another": new Uint8Array(60_000_000).fill(0x81),
		"a list that says it has more than there can be": Uint8Array.of(0x9b, 0, 0x1f, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff),
		"a text that says it is longer than there can be": Uint8Array.of(0x7b, 0, 0x1f, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff),
	};
	for (const [what, bytes] of Object.entries(bombs)) {
		test(`${what} are not made, neither in a message nor in an envelope`, () => {
			quickly(() => expect(() => readCbor(bytes, 17_000)).toThrow(NotCbor));
			quickly(() => expect(() => verifyEnvelope(sodium, bytes)).toThrow(EnvelopeRefused));
			quickly(() => expect(() => verifyEnvelope(sodium, encode([bytes, new Uint8Array(9), new Uint8Array(64)]))).toThrow(EnvelopeRefused));
		});
	}
});

test("a message that goes on and on is not gathered beyond the largest there is", async () => {
	const line = memoryLine();
	const key = new Uint8Array(32);
	const channel = createChannel(sodium, line.responder, { send: key, receive: key });
	channel.receive(() => undefined);
	channel.allow("known");
	const plain = new Uint8Array(1 + PIECE).fill(1);
	let sent = 0;
	for (; channel.ending() === null && sent < 1000; sent++) {
		const nonce = new Uint8Array(24);
		new DataView(nonce.buffer).setUint32(20, sent);
		await line.initiator.send(sodium.crypto_aead_xchacha20poly1305_ietf_encrypt(plain, null, null, nonce, key));
	}
	expect(await channel.ended).toMatchObject({ why: "too-large", by: "us" });
	expect(sent).toBeLessThan(LARGEST_FROM.known / PIECE + 10);
});
