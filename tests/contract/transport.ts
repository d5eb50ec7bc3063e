import { expect, test } from "vitest";
import type { Transport } from "../../shared/protocol/conversation/ports";

/** Two ends of a line. */
export interface LineUnderTest {
	readonly one: Transport;
	readonly other: Transport;
}

const later = (milliseconds: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, milliseconds));
const bytes = (length: number, fill: number): Uint8Array => new Uint8Array(length).fill(fill);

/** Frames that arrive, and a way to wait for so many. */
function collect(transport: Transport): { readonly frames: Uint8Array[]; readonly until: (count: number) => Promise<void> } {
	const frames: Uint8Array[] = [];
	let wake: () => void = () => undefined;
	transport.onFrame((frame) => {
		frames.push(frame);
		wake();
	});
	return {
		frames,
		async until(count) {
			while (frames.length < count) {
				await new Promise<void>((resolve) => {
					wake = resolve;
				});
			}
		},
	};
}

/** What every carrier promises. Run inside a `describe` for each carrier. */
export function transportContract(makeLine: () => Promise<LineUnderTest>): void {
	test("frames arrive whole, once and in order, in both directions, whatever their size", async () => {
		const { one, other } = await makeLine();
		const [there, back] = [collect(other), collect(one)];
		const sizes = [1, 0, 70_000, 3, 262_161, 2, 256];
		for (const [index, size] of sizes.entries()) {
			await one.send(bytes(size, index));
			await other.send(bytes(size, 100 + index));
		}
		await Promise.all([there.until(sizes.length), back.until(sizes.length)]);
		expect(there.frames.map(({ length }) => length)).toEqual(sizes);
		expect(back.frames.map(({ length }) => length)).toEqual(sizes);
		for (const [index, frame] of there.frames.entries()) expect(frame.every((byte) => byte === index)).toBe(true);
		for (const [index, frame] of back.frames.entries()) expect(frame.every((byte) => byte === 100 + index)).toBe(true);
		one.end("done");
	});

	test("frames that came before anybody listened are told to whoever listens first", async () => {
		const { one, other } = await makeLine();
		await one.send(bytes(5, 7));
		await one.send(bytes(6, 8));
		await later(50);
		const { frames, until } = collect(other);
		await until(2);
		expect(frames.map(({ length }) => length)).toEqual([5, 6]);
		one.end("done");
	});

	test("a later listener takes the place of the one before", async () => {
		const { one, other } = await makeLine();
		const first = collect(other);
		await one.send(bytes(1, 1));
		await first.until(1);
		const second = collect(other);
		await one.send(bytes(2, 2));
		await second.until(1);
		expect([first.frames.length, second.frames.length]).toEqual([1, 1]);
		one.end("done");
	});

	test("fifty megabytes, sent as fast as the line lets one, arrive in order", async () => {
		const { one, other } = await makeLine();
		const sending = (async () => {
			for (let sent = 0; sent < 200; sent++) await one.send(bytes(256 * 1024, sent));
		})();
		await later(100);
		const { frames, until } = collect(other);
		await until(200);
		await sending;
		expect(frames.map((frame) => frame[0])).toEqual(Array.from({ length: 200 }, (_, index) => index));
		one.end("done");
	});

	test("the end is told once to each side, after what was sent before", async () => {
		const { one, other } = await makeLine();
		const told: string[] = [];
		const bothTold = Promise.all([
			new Promise<void>((resolve) => one.onEnd((why) => resolve(void told.push(`one: ${typeof why}`)))),
			new Promise<void>((resolve) => other.onEnd((why) => resolve(void told.push(`other: ${typeof why}`)))),
		]);
		const { frames } = collect(other);
		await one.send(bytes(3, 3));
		one.end("enough");
		one.end("again");
		await bothTold;
		other.end("also");
		await later(50);
		expect(told.sort()).toEqual(["one: string", "other: string"]);
		expect(frames.map(({ length }) => length)).toEqual([3]);
	});

	test("whoever listens for the end too late is told at once", async () => {
		const { one, other } = await makeLine();
		const ended = new Promise((resolve) => other.onEnd(resolve));
		one.end("enough");
		await ended;
		await new Promise((resolve) => one.onEnd(resolve));
	});

	test("sending settles when the line has ended, also what waited for room", async () => {
		const { one, other } = await makeLine();
		const sending = (async () => {
			for (let sent = 0; sent < 100; sent++) await one.send(bytes(256 * 1024, 1));
		})();
		await later(20);
		other.end("not listening");
		await sending;
		await one.send(bytes(1, 1));
		await later(20);
		await other.send(bytes(1, 1));
	});

	test("no frame is told after one has ended the line oneself", async () => {
		const { one, other } = await makeLine();
		const { frames } = collect(one);
		const ended = new Promise((resolve) => other.onEnd(resolve));
		void other.send(bytes(4, 4));
		one.end("enough");
		await ended;
		await later(50);
		expect(frames).toEqual([]);
	});
}
