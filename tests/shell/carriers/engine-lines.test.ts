import { MessageChannel } from "node:worker_threads";
import { expect, onTestFinished, test } from "vitest";
import { createEngineLines, type EngineLines } from "../../../electron/carriers/engine-lines";
import { createLocalNetwork } from "../../../electron/carriers/local-network";
import { openLine } from "../../../electron/carriers/open-line";
import { createLines, type Lines } from "../../../renderer/engine/worker/lines";
import type { Host } from "../../../shared/host";
import type { Transport } from "../../../shared/protocol/conversation/ports";
import { later, rawServer } from "./sockets";

/** An engine and its shell, joined as the app joins them, with Node's ports in the place of the browser's. */
function engine(): { readonly lines: Lines; readonly shell: EngineLines } {
	const localNetwork = createLocalNetwork("127.0.0.1", async () => ({
		send: () => undefined,
		listen: () => undefined,
		close: () => undefined,
	}));
	const host: Host = {
		call: async (name, ...args) => {
			if (name === "lines.open") return shell.open(args[0] as never) as never;
			if (name === "lines.listen") return shell.listen(args[0] as never) as never;
			throw new Error(name);
		},
	};
	const { lines, receive } = createLines(host);
	const shell = createEngineLines({
		openLine,
		localNetwork,
		makeChannel() {
			const { port1, port2 } = new MessageChannel();
			const near = {
				post: (value: unknown) => port1.postMessage(value),
				listen(onValue: (value: unknown) => void, onClose: () => void) {
					port1.on("message", onValue);
					port1.on("close", onClose);
				},
				close: () => port1.close(),
			};
			return { near, far: port2 };
		},
		tell: (news, port) => receive(news, port === null ? [] : [port as never]),
	});
	onTestFinished(() => shell.close());
	return { lines, shell };
}

async function pair(): Promise<{
	readonly call: Transport;
	readonly called: Transport;
	readonly from: string;
	readonly caller: EngineLines;
}> {
	const [one, other] = [engine(), engine()];
	const calling = new Promise<{ called: Transport; from: string }>((resolve) =>
		other.lines.onCall((called, from) => resolve({ called, from })),
	);
	const port = (await other.lines.listen(true)) ?? 0;
	const call = await one.lines.open({ kind: "peer", host: "127.0.0.1", port });
	return { call, ...(await calling), caller: one.shell };
}

const endOf = (line: Transport): Promise<string> => new Promise((resolve) => line.onEnd(resolve));

test("two engines speak through their shells, and each knows when the other is done", async () => {
	const { call, called, from } = await pair();
	expect(from).toMatch(/127\.0\.0\.1$/);
	const got = new Promise<Uint8Array>((resolve) => called.onFrame(resolve));
	await call.send(new Uint8Array([1, 2, 3]));
	expect(await got).toEqual(new Uint8Array([1, 2, 3]));
	call.end("done");
	await endOf(called);
});

test("an engine that dies closes its lines", async () => {
	const { call, called, caller } = await pair();
	caller.close();
	await Promise.all([endOf(call), endOf(called)]);
});

test("an engine that does not take its frames holds the other one back", async () => {
	const { call, called } = await pair();
	let sent = 0;
	const sending = (async () => {
		for (; sent < 200; sent += 1) await call.send(new Uint8Array(256 * 1024));
	})();
	await later(400);
	expect(sent).toBeLessThan(120);
	let got = 0;
	called.onFrame(() => {
		got += 1;
	});
	await sending;
	while (got < 200) await later(5);
	call.end("done");
});

test("a call that nobody takes is ended, and so is one after the listening was switched off", async () => {
	const [one, other] = [engine(), engine()];
	const port = (await other.lines.listen(true)) ?? 0;
	await endOf(await one.lines.open({ kind: "peer", host: "127.0.0.1", port }));
	expect(await other.lines.listen(false)).toBeNull();
	await expect(one.lines.open({ kind: "peer", host: "127.0.0.1", port })).rejects.toMatchObject({ code: "unreachable" });
});

test("one engine has 64 lines at most, and those that end make room", async () => {
	const { lines } = engine();
	const port = await rawServer(() => undefined);
	const open = () => lines.open({ kind: "peer", host: "127.0.0.1", port });
	const all = await Promise.all(Array.from({ length: 64 }, open));
	await expect(open()).rejects.toMatchObject({ code: "bad-request" });
	all[0]?.end("done");
	await later(50);
	(await open()).end("done");
	for (const line of all) line.end("done");
});
