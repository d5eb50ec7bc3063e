import sodium from "libsodium-wrappers-sumo";
import { expect, test } from "vitest";
import type { Connection } from "../../../renderer/engine/sync/connection";
import { createFileExchange, type FileExchangeParts } from "../../../renderer/engine/sync/file-exchange";

const HASH = "0".repeat(64);

/** A laptop that lacks one file, which nobody has, with timers that run when the test says so. */
function lacking() {
	let due: { readonly milliseconds: number; readonly work: () => void }[] = [];
	let asked = 0;
	const exchange = createFileExchange({
		sodium,
		host: {},
		files: {
			of: async () => [{ hash: HASH, size: 1 }],
			here: async () => new Set(),
			sealed: () => [{ name: "f".repeat(64) }],
		},
		person: "",
		store: { get: () => undefined, all: () => [], set: async () => undefined, close: () => undefined },
		after(milliseconds: number, work: () => void) {
			const timer = { milliseconds, work };
			due.push(timer);
			return () => {
				due = due.filter((one) => one !== timer);
			};
		},
		isMetered: () => false,
		mayWrite: () => true,
		onProblem(error: unknown) {
			throw error;
		},
	} as unknown as FileExchangeParts);
	const conversation = {
		counterpart: { device: "d" },
		findBlobs: async () => {
			asked += 1;
			return { ok: [[]] };
		},
	};
	const connection = { conversation, progress: () => [{ space: "s", state: "live" }], ended: new Promise(() => undefined) };
	exchange.begin(connection as unknown as Connection, { person: null } as never);
	/** The next thing happens; how many milliseconds it had been put off. */
	async function next(): Promise<number> {
		const [timer] = due.splice(0, 1);
		if (timer === undefined) throw new Error("nothing is planned");
		timer.work();
		await new Promise((resolve) => setTimeout(resolve, 5));
		return timer.milliseconds;
	}
	/** Looks, and gives how many milliseconds the next look is put off. */
	async function look(): Promise<number> {
		await next();
		return next();
	}
	return { exchange, look, asked: () => asked };
}

test("a file that nobody has is asked for ever more rarely, and at once again when something new has come", async () => {
	const { exchange, look, asked } = lacking();
	const waits: number[] = [];
	for (let count = 0; count < 5; count++) waits.push(await look());
	expect(waits).toEqual([30_000, 60_000, 120_000, 240_000, 240_000]);
	expect(asked()).toBe(5);
	await look();
	exchange.look();
	expect(await look()).toBe(30_000);
	expect(asked()).toBe(7);
	exchange.close();
});
