import { createHash, randomBytes } from "node:crypto";
import fc from "fast-check";
import sodium from "libsodium-wrappers-sumo";
import { beforeAll, expect, test } from "vitest";
import { CHUNK, openFile, type SealedFile, sealedFile, sealedSize, sealPart } from "../../../shared/protocol/files/sealed-file";

beforeAll(() => sodium.ready);

const hashOf = (bytes: Uint8Array): string => createHash("sha256").update(bytes).digest("hex");
const KEY = new Uint8Array(32).fill(7);
const sizes = fc.oneof(fc.integer({ min: 0, max: 300 }), fc.constantFrom(CHUNK - 1, CHUNK, CHUNK + 1, 3 * CHUNK, 3 * CHUNK + 5));

function part(sealed: SealedFile, file: Uint8Array, from: number, length: number): Promise<Uint8Array> {
	return sealPart(sodium, sealed, file.length, from, length, async (at, most) => file.slice(at, at + most));
}

/** What opens of these sealed bytes; null when something in them is false. */
function opened(sealed: SealedFile, size: number, parts: readonly Uint8Array[]): Uint8Array | null {
	const opener = openFile(sodium, sealed, size, 0);
	const plain: Uint8Array[] = [];
	for (const bytes of parts) {
		const more = opener.take(bytes);
		if (more === null) return null;
		plain.push(more);
	}
	return new Uint8Array(Buffer.concat(plain));
}

test("a file that is sealed in whatever parts opens as the same file", async () => {
	await fc.assert(
		fc.asyncProperty(sizes, fc.integer({ min: 1000, max: 200_000 }), async (size, length) => {
			const file = new Uint8Array(randomBytes(size));
			const sealed = sealedFile(sodium, KEY, hashOf(file));
			const parts: Uint8Array[] = [];
			for (let from = 0; from < sealedSize(size); from += length) parts.push(await part(sealed, file, from, length));
			expect(Buffer.from(opened(sealed, size, parts) ?? [1]).equals(Buffer.from(file))).toBe(true);
		}),
		{ numRuns: 60 },
	);
});

test("it goes on from what is there already", async () => {
	const file = new Uint8Array(randomBytes(3 * CHUNK + 7));
	const sealed = sealedFile(sodium, KEY, hashOf(file));
	for (const has of [0, CHUNK, 3 * CHUNK]) {
		const opener = openFile(sodium, sealed, file.length, has);
		const rest = opener.take(await part(sealed, file, opener.taken(), sealedSize(file.length)));
		expect(Buffer.from(rest ?? []).equals(Buffer.from(file.subarray(has)))).toBe(true);
	}
	expect(openFile(sodium, sealed, file.length, file.length).taken()).toBe(sealedSize(file.length));
});

test("another key, another name; the same key, the same bytes", async () => {
	const file = new Uint8Array(randomBytes(100));
	const [one, again] = [sealedFile(sodium, KEY, hashOf(file)), sealedFile(sodium, KEY, hashOf(file))];
	expect(await part(one, file, 0, 1000)).toEqual(await part(again, file, 0, 1000));
	expect(sealedFile(sodium, new Uint8Array(32), hashOf(file)).name).not.toBe(one.name);
	expect(one.name).toMatch(/^[0-9a-f]{64}$/);
});

test("bytes that were changed, cut off, moved or are of another file do not open", async () => {
	const file = new Uint8Array(randomBytes(2 * CHUNK + 10));
	const sealed = sealedFile(sodium, KEY, hashOf(file));
	const whole = await part(sealed, file, 0, sealedSize(file.length));
	const openedAs = (bytes: Uint8Array): Uint8Array | null => opened(sealed, file.length, [bytes]);
	expect(Buffer.from(openedAs(whole) ?? []).equals(Buffer.from(file))).toBe(true);
	for (const at of [0, CHUNK + 5, whole.length - 1]) {
		const changed = Uint8Array.from(whole);
		changed[at] = (changed[at] ?? 0) ^ 1;
		expect(openedAs(changed)).toBeNull();
	}
	expect(openedAs(whole.slice(0, -1))?.length).toBe(2 * CHUNK);
	expect(openedAs(new Uint8Array(Buffer.concat([whole, Buffer.from([0])])))).toBeNull();
	const chunk = CHUNK + 16;
	const moved = Buffer.concat([whole.subarray(chunk, 2 * chunk), whole.subarray(0, chunk), whole.subarray(2 * chunk)]);
	expect(openedAs(new Uint8Array(moved))).toBeNull();
	expect(opened(sealed, CHUNK, [whole.subarray(0, chunk)])).toBeNull();
});
