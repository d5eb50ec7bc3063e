import { randomBytes } from "node:crypto";
import fc from "fast-check";
import sodium from "libsodium-wrappers-sumo";
import { beforeAll, expect, test } from "vitest";
import { type BundleEnd, type BundleItem, NotABundle, readBundle } from "../../../shared/protocol/bundle/read-bundle";
import { writeBundle } from "../../../shared/protocol/bundle/write-bundle";
import type { Random } from "../../convergence/random";
import { fuzz, only, TIME } from "../conversation/fuzzing";
import { randomBytes as noise } from "../conversation/mutations";

const SPACE = "00112233445566778899aabbccddeeff";
const NAME = "ab".repeat(32);

beforeAll(() => sodium.ready);

interface Sample {
	readonly envelopes: readonly Uint8Array[];
	readonly file: readonly Uint8Array[];
}

async function written({ envelopes, file }: Sample): Promise<Uint8Array> {
	const parts: Uint8Array[] = [];
	const writer = writeBundle(sodium, async (bytes) => void parts.push(bytes));
	await writer.space(SPACE);
	for (const bytes of envelopes) await writer.envelope(bytes);
	if (file.length > 0)
		await writer.file(
			NAME,
			file.reduce((sum, { length }) => sum + length, 0),
		);
	for (const bytes of file) await writer.part(bytes);
	const length = await writer.end();
	const bundle = new Uint8Array(Buffer.concat(parts));
	expect(length).toBe(bundle.length);
	return bundle;
}

/** Reads a bundle as it comes in pieces of at most `most` bytes. */
async function readAll(
	bundle: Uint8Array,
	most = Number.POSITIVE_INFINITY,
): Promise<{ readonly items: readonly BundleItem[]; readonly end: BundleEnd }> {
	let at = 0;
	const reading = readBundle(sodium, async (length) => {
		const from = at;
		at = Math.min(bundle.length, at + Math.min(length, most));
		return bundle.slice(from, at);
	});
	const items: BundleItem[] = [];
	for (;;) {
		const { value, done } = await reading.next();
		if (done === true) return { items, end: value };
		items.push(value);
	}
}

const sample: fc.Arbitrary<Sample> = fc.record({
	envelopes: fc.array(fc.uint8Array({ minLength: 1, maxLength: 400 }), { maxLength: 8 }),
	file: fc.array(fc.uint8Array({ minLength: 1, maxLength: 300 }), { maxLength: 5 }),
});

test("what is written is read again, in whatever pieces it comes", async () => {
	await fc.assert(
		fc.asyncProperty(sample, fc.integer({ min: 1, max: 64 }), async (given, most) => {
			const { items, end } = await readAll(await written(given), most);
			expect(end).toBe("whole");
			const envelopes = items.flatMap((item) => (item.is === "envelope" ? [Buffer.from(item.bytes)] : []));
			expect(envelopes).toEqual(given.envelopes.map((bytes) => Buffer.from(bytes)));
			const parts = items.flatMap((item) => (item.is === "part" ? [item.bytes] : []));
			expect(Buffer.concat(parts).equals(Buffer.concat(given.file))).toBe(true);
			expect(items.every(({ space }) => space === SPACE)).toBe(true);
		}),
	);
});

test("items of every length are read again, also the longest beginnings", async () => {
	for (const length of [1, 23, 24, 255, 256, 65_535, 65_536, 3_000_000]) {
		const envelope = new Uint8Array(randomBytes(length));
		const { items, end } = await readAll(await written({ envelopes: [envelope], file: [] }));
		expect(end).toBe("whole");
		expect(items.map((item) => (item.is === "envelope" ? item.bytes.length : -1))).toEqual([length]);
	}
});

test("one that breaks off anywhere gives what was whole, and is said to be broken", async () => {
	const envelopes = [new Uint8Array(40).fill(1), new Uint8Array(300).fill(2)];
	const bundle = await written({ envelopes, file: [new Uint8Array(50), new Uint8Array(20)] });
	const whole = (await readAll(bundle)).items;
	for (let length = 0; length < bundle.length; length++) {
		try {
			const { items, end } = await readAll(bundle.subarray(0, length));
			expect(end).toBe("broken");
			expect(items).toEqual(whole.slice(0, items.length));
		} catch (error) {
			expect(error).toBeInstanceOf(NotABundle);
			expect(length).toBeLessThan(21);
		}
	}
});

test("one in which a bit was flipped is never said to be whole", async () => {
	const bundle = await written({ envelopes: [new Uint8Array(40).fill(1)], file: [new Uint8Array(20)] });
	for (let at = 21; at < bundle.length; at++) {
		for (const bit of [1, 0x80]) {
			const changed = Uint8Array.from(bundle);
			changed[at] = (changed[at] ?? 0) ^ bit;
			expect((await readAll(changed)).end, `byte ${at}`).not.toBe("whole");
		}
	}
});

test("what follows the end, parts without a file, and files that are not finished are no whole bundle", async () => {
	const bundle = await written({ envelopes: [], file: [] });
	expect((await readAll(new Uint8Array(Buffer.concat([bundle, Buffer.from([0])])))).end).toBe("broken");
	const parts: Uint8Array[] = [];
	const writer = writeBundle(sodium, async (bytes) => void parts.push(bytes));
	await writer.space(SPACE);
	await writer.file(NAME, 10);
	await writer.part(new Uint8Array(4));
	await writer.end();
	expect((await readAll(new Uint8Array(Buffer.concat(parts)))).end).toBe("broken");
	await expect(readAll(new Uint8Array(100))).rejects.toThrow(NotABundle);
});

test("a length that is only claimed takes no memory", async () => {
	const claim = Buffer.concat([
		Buffer.from("commonplace bundle 1\n"),
		Buffer.from([0x82, 0, 0x50, ...Buffer.from(SPACE, "hex")]),
		Buffer.from([0x82, 1, 0x5a, 0x03, 0xff, 0xff, 0xff]),
		Buffer.alloc(100),
	]);
	const before = process.memoryUsage().arrayBuffers;
	expect((await readAll(new Uint8Array(claim))).end).toBe("broken");
	expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(8 * 1024 * 1024);
	const tooLong = Buffer.concat([claim.subarray(0, -107), Buffer.from([0x82, 1, 0x5a, 0x7f, 0xff, 0xff, 0xff])]);
	expect((await readAll(new Uint8Array(tooLong))).end).toBe("broken");
});

test("a large file goes through without being held", async () => {
	const part = new Uint8Array(randomBytes(256 * 1024));
	const PARTS = 1000;
	let most = 0;
	const queue: Uint8Array[] = [];
	let isDone = false;
	const writer = writeBundle(sodium, async (bytes) => {
		queue.push(bytes);
		while (queue.length > 2) await new Promise((resolve) => setImmediate(resolve));
	});
	const writing = (async () => {
		await writer.space(SPACE);
		await writer.file(NAME, PARTS * part.length);
		for (let count = 0; count < PARTS; count++) await writer.part(part);
		await writer.end();
		isDone = true;
	})();
	const reading = readBundle(sodium, async () => {
		while (queue.length === 0 && !isDone) await new Promise((resolve) => setImmediate(resolve));
		most = Math.max(most, process.memoryUsage().arrayBuffers);
		return queue.shift() ?? new Uint8Array();
	});
	let bytes = 0;
	let end: BundleEnd | null = null;
	while (end === null) {
		const { value, done } = await reading.next();
		if (done === true) end = value;
		else if (value.is === "part") bytes += value.bytes.length;
	}
	await writing;
	expect(end).toBe("whole");
	expect(bytes).toBe(PARTS * part.length);
	expect(most).toBeLessThan(128 * 1024 * 1024);
}, 60_000);

/** Bytes changed, left out, put in or moved: here and there. */
function mutate(random: Random, bundle: Uint8Array): Uint8Array {
	let changed: Buffer = Buffer.from(bundle);
	for (let times = 1 + random.below(3); times > 0; times--) {
		const at = 15 + random.below(changed.length);
		const [before, after] = [changed.subarray(0, at), changed.subarray(at)];
		const other = random.below(changed.length);
		const edits: readonly (() => Buffer)[] = [
			() => Buffer.concat([before, noise(random, 8), after]),
			() => Buffer.concat([before, noise(random, 8), after.subarray(8)]),
			() => Buffer.concat([before, after.subarray(random.below(64))]),
			() => Buffer.concat([before, changed.subarray(other, other + 80), after]),
			() => Buffer.from(before),
		];
		changed = random.pick(edits)();
	}
	return new Uint8Array(changed);
}

test(
	"hostile bytes end in a word, never in a crash",
	async () => {
		const bundle = await written({ envelopes: [new Uint8Array(30).fill(7), new Uint8Array(300)], file: [new Uint8Array(40)] });
		await fuzz(0.2, async (random) => {
			const changed = mutate(random, bundle);
			try {
				await readAll(changed, 1 + random.below(100));
			} catch (error) {
				only(NotABundle, () => {
					throw error;
				});
			}
		});
	},
	TIME,
);
