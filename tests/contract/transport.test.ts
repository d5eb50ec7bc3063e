import { MessageChannel, type MessagePort } from "node:worker_threads";
import { describe, expect, test } from "vitest";
import { createPortTransport, type FramePort } from "../../shared/protocol/conversation/port-transport";
import { memoryLine } from "../protocol/conversation/memory-transport";
import { type LineUnderTest, transportContract } from "./transport";

const framePort = (port: MessagePort): FramePort => ({
	post: (value) => port.postMessage(value),
	listen(onValue, onClose) {
		port.on("message", onValue);
		port.on("close", onClose);
	},
	close: () => port.close(),
});

async function portLine(): Promise<LineUnderTest> {
	const { port1, port2 } = new MessageChannel();
	return { one: createPortTransport(framePort(port1)), other: createPortTransport(framePort(port2)) };
}

async function inMemory(delay: number): Promise<LineUnderTest> {
	const { initiator, responder } = memoryLine({ delay });
	return { one: initiator, other: responder };
}

describe("a line in memory", () => transportContract(() => inMemory(0)));
describe("a slow line in memory", () => transportContract(() => inMemory(2)));
describe("a message port", () => {
	transportContract(portLine);

	test("makes whoever sends wait while the other side does not listen", async () => {
		const { one, other } = await portLine();
		let sent = 0;
		const sending = (async () => {
			for (; sent < 100; sent++) await one.send(new Uint8Array(256 * 1024));
		})();
		await new Promise((resolve) => setTimeout(resolve, 100));
		expect(sent).toBeLessThan(8);
		other.onFrame(() => undefined);
		await sending;
		expect(sent).toBe(100);
		one.end("done");
	});
});
