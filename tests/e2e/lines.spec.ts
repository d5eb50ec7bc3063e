import { once } from "node:events";
import type { AddressInfo } from "node:net";
import { expect, type Page, test } from "@playwright/test";
import { WebSocketServer } from "ws";
import { launchApp } from "./launch-app";

/** What stands on the window while these tests speak with the shell as an engine does. */
interface EngineHere {
	call(name: string, ...args: readonly unknown[]): Promise<unknown>;
	readonly found: { host: string; port: number }[][];
	/** Lines by their number, in the order in which they came. */
	readonly lines: {
		readonly number: number;
		readonly from: string | null;
		readonly port: MessagePort;
		received: number;
		ended: string | null;
	}[];
	send(line: number, frames: number, size: number): void;
	close(): void;
}
type Window = typeof globalThis & { commonplace: { requestEnginePort(ask: string): void }; engineHere: EngineHere };

/** Gets a port of our own, and answers as `createPortTransport` does. */
async function becomeEngine(page: Page): Promise<void> {
	await page.waitForLoadState("load");
	await page.evaluate(async () => {
		const here = window as unknown as Window;
		const ask = crypto.randomUUID();
		const port = await new Promise<MessagePort>((resolve) => {
			window.addEventListener("message", (event) => {
				const [given] = event.ports;
				if (event.data?.ask === ask && given !== undefined) resolve(given);
			});
			here.commonplace.requestEnginePort(ask);
		});
		const waiting = new Map<number, (reply: { ok: boolean; value: unknown; code: string }) => void>();
		let count = 0;
		const engine: EngineHere = {
			found: [],
			lines: [],
			async call(call, ...args) {
				count += 1;
				const id = count;
				const reply = await new Promise<{ ok: boolean; value: unknown; code: string }>((resolve) => {
					waiting.set(id, resolve);
					port.postMessage({ id, call, args });
				});
				return reply.ok ? reply.value : { code: reply.code };
			},
			send(number, frames, size) {
				const line = engine.lines.find((candidate) => candidate.number === number);
				for (let sent = 0; sent < frames; sent += 1) line?.port.postMessage(new Uint8Array(size));
			},
			close: () => port.close(),
		};
		port.onmessage = ({ data, ports }) => {
			if (data.is === "found") engine.found.push(data.peers);
			else if (data.is === "line" && ports[0] !== undefined) {
				const line: EngineHere["lines"][number] = { number: data.line, from: data.from, port: ports[0], received: 0, ended: null };
				engine.lines.push(line);
				line.port.onmessage = (event) => {
					if (event.data instanceof Uint8Array) {
						line.received += event.data.length;
						line.port.postMessage(event.data.length);
					} else if (typeof event.data === "string") line.ended = event.data;
				};
			} else waiting.get(data.id)?.(data);
		};
		here.engineHere = engine;
	});
}

const call = (page: Page, name: string, ...args: readonly unknown[]): Promise<unknown> =>
	page.evaluate(([given, all]) => (window as unknown as Window).engineHere.call(given, ...all), [name, args] as const);
const send = (page: Page, line: number, frames: number, size: number): Promise<void> =>
	page.evaluate(([number, many, each]) => (window as unknown as Window).engineHere.send(number, many, each), [line, frames, size] as const);
const lineOf = (page: Page): Promise<{ number: number; from: string | null; received: number; ended: string | null } | null> =>
	page.evaluate(() => {
		const line = (window as unknown as Window).engineHere.lines.at(-1);
		return line === undefined ? null : { number: line.number, from: line.from, received: line.received, ended: line.ended };
	});

const LOCAL = { args: ["--local-address=127.0.0.1"] };

test("two apps find each other on the local network, speak, and each notices when the other is gone", async () => {
	const [one, other] = [await launchApp(LOCAL), await launchApp(LOCAL)];
	await becomeEngine(one.page);
	await becomeEngine(other.page);
	const port = await call(one.page, "lines.listen", true);
	await call(other.page, "lines.listen", true);
	const foundByOther = () => other.page.evaluate(() => (window as unknown as Window).engineHere.found.at(-1) ?? []);
	await expect.poll(foundByOther).toContainEqual({ host: "127.0.0.1", port });
	const number = await call(other.page, "lines.open", { kind: "peer", host: "127.0.0.1", port });
	expect((await lineOf(other.page))?.number).toBe(number);
	await expect.poll(() => lineOf(one.page)).toMatchObject({ from: expect.stringContaining("127.0.0.1"), ended: null });
	const called = (await lineOf(one.page))?.number ?? 0;
	await send(other.page, number as number, 40, 256 * 1024);
	await send(one.page, called, 3, 70_000);
	await expect.poll(() => lineOf(one.page)).toMatchObject({ received: 40 * 256 * 1024 });
	await expect.poll(() => lineOf(other.page)).toMatchObject({ received: 210_000, ended: null });
	await other.page.reload();
	await expect.poll(() => lineOf(one.page)).toMatchObject({ ended: expect.any(String) });
	expect(await call(one.page, "lines.listen", false)).toBeNull();
	await becomeEngine(other.page);
	expect(await call(other.page, "lines.open", { kind: "peer", host: "127.0.0.1", port })).toEqual({ code: "unreachable" });
	await one.close();
	await other.close();
});

test("a line to a server carries frames both ways, and ends when the app quits", async () => {
	const server = new WebSocketServer({ port: 0, host: "127.0.0.1", maxPayload: 512 * 1024 });
	if (server.address() === null) await once(server, "listening");
	const port = (server.address() as AddressInfo).port;
	let received = 0;
	const gone = new Promise<void>((resolve) => {
		server.on("connection", (socket) => {
			socket.on("message", (data) => {
				received += (data as Buffer).length;
				socket.send(data);
			});
			socket.on("close", () => resolve());
		});
	});
	const { page, close } = await launchApp();
	await becomeEngine(page);
	expect(await call(page, "lines.open", { kind: "server", url: `http://127.0.0.1:${port}/sync` })).toEqual({ code: "bad-request" });
	const number = await call(page, "lines.open", { kind: "server", url: `ws://127.0.0.1:${port}/sync` });
	await send(page, number as number, 20, 200_000);
	await expect.poll(() => received).toBe(4_000_000);
	await expect.poll(() => lineOf(page)).toMatchObject({ received: 4_000_000, ended: null });
	await close();
	await gone;
	server.close();
});
