import { connect } from "node:net";
import fc from "fast-check";
import { expect, test } from "vitest";
import { createFrameReader, createStreamTransport } from "../../../electron/carriers/frame-stream";
import { openPeerLine } from "../../../electron/carriers/peer-line";
import { LARGEST_FRAME } from "../../../electron/carriers/socket-transport";
import type { Transport } from "../../../shared/protocol/conversation/ports";
import { later, rawServer } from "./sockets";

function withLength(bytes: Uint8Array): Buffer {
	const length = Buffer.alloc(4);
	length.writeUInt32BE(bytes.length);
	return Buffer.concat([length, bytes]);
}

test("frames are put together however the network cuts them", () => {
	const frames = fc.array(fc.uint8Array({ maxLength: 300 }), { maxLength: 20 });
	fc.assert(
		fc.property(frames, fc.array(fc.integer({ min: 1, max: 50 }), { minLength: 1, maxLength: 30 }), (sent, cuts) => {
			const stream = Buffer.concat(sent.map(withLength));
			const got: Buffer[] = [];
			const read = createFrameReader({
				frame: (frame) => got.push(Buffer.from(frame)),
				alive: () => undefined,
				tooLarge: () => {
					throw new Error("nothing is too large");
				},
			});
			for (let at = 0, turn = 0; at < stream.length; turn += 1) {
				const end = Math.min(stream.length, at + (cuts[turn % cuts.length] ?? 1));
				read(stream.subarray(at, end));
				at = end;
			}
			expect(got).toEqual(sent.map((frame) => Buffer.from(frame)));
		}),
	);
});

test("a frame is not the sender's memory any more: what comes later does not change it", () => {
	const got: Uint8Array[] = [];
	const read = createFrameReader({ frame: (frame) => got.push(frame), alive: () => undefined, tooLarge: () => undefined });
	const bytes = withLength(new Uint8Array([1, 2, 3]));
	read(bytes);
	bytes.fill(9);
	expect(got).toEqual([new Uint8Array([1, 2, 3])]);
});

async function lineTo(take: (socket: import("node:net").Socket) => void): Promise<Transport> {
	return openPeerLine("127.0.0.1", await rawServer(take));
}

test("a frame that says to be too large ends the line before any of it is kept", async () => {
	const line = await lineTo((socket) => {
		const length = Buffer.alloc(4);
		length.writeUInt32BE(LARGEST_FRAME + 1);
		socket.write(length);
	});
	expect(await new Promise((resolve) => line.onEnd(resolve))).toBe("too-large");
});

test("a line that breaks in the middle of a frame ends, and the half frame is not told", async () => {
	const line = await lineTo((socket) => socket.end(Buffer.concat([withLength(new Uint8Array([7])), Buffer.from([0, 0, 1, 0, 5, 5])])));
	const frames: Uint8Array[] = [];
	line.onFrame((frame) => void frames.push(frame));
	expect(await new Promise((resolve) => line.onEnd(resolve))).toBe("line-broke");
	expect(frames).toEqual([new Uint8Array([7])]);
});

test("where nobody is at the other end any more, the line ends", async () => {
	const port = await rawServer((socket) => socket.pause());
	const line = createStreamTransport(connect(port, "127.0.0.1"), 50);
	expect(await new Promise((resolve) => line.onEnd(resolve))).toBe("does-not-answer");
});

test("two that have nothing to say stay connected", async () => {
	let accepted: Transport | null = null;
	const port = await rawServer((socket) => {
		accepted = createStreamTransport(socket, 30);
	});
	const line = createStreamTransport(connect(port, "127.0.0.1"), 30);
	let ended = false;
	line.onEnd(() => {
		ended = true;
	});
	await later(400);
	expect(ended).toBe(false);
	expect(accepted).not.toBeNull();
	line.end("done");
});

test("a listener without room holds the other side back, and nothing is lost", async () => {
	let accepted: Transport | null = null;
	const port = await rawServer((socket) => {
		accepted = createStreamTransport(socket);
	});
	const line = await openPeerLine("127.0.0.1", port);
	let release: () => void = () => undefined;
	const room = new Promise<void>((resolve) => {
		release = resolve;
	});
	let got = 0;
	line.onFrame(() => {
		got += 1;
		return room;
	});
	const sender = accepted as Transport | null;
	if (sender === null) throw new Error("nobody called");
	let sent = 0;
	const sending = (async () => {
		for (; sent < 300; sent += 1) await sender.send(new Uint8Array(256 * 1024));
	})();
	await later(500);
	// What the system itself holds for a socket is a few megabytes; 75 would be all of it.
	expect(sent).toBeLessThan(100);
	release();
	await sending;
	while (got < 300) await later(5);
	line.end("done");
});
