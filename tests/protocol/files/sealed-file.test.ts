import { createHash, randomBytes } from "node:crypto";
import fc from "fast-check";
import sodium from "libsodium-wrappers-sumo";
import { beforeAll, expect, test } from "vitest";
import { CHUNK, openFile, sealedFile, sealedSize, sealPart } from "../../../shared/protocol/files/sealed-file";

beforeAll(() => sodium.ready);

const hashOf = (bytes: Uint8Array): string => createHash("sha256").update(bytes).digest("hex");
const KEY = new Uint8Array(32).fill(7);
const sizes = fc.oneof(fc.integer({ min: 0, max: 300 }), fc.constantFrom(CHUNK - 1, CHUNK, CHUNK + 1, 3 * CHUNK, 3 * CHUNK + 5));

test("a file that is sealed in whatever parts opens as the same file", () => {
	fc.assert(
		fc.property(sizes, fc.integer({ min: 1000, max: 200_000 }), (size, part) => {
			const file = new Uint8Array(randomBytes(size));
			const sealed = sealedFile(sodium, KEY, hashOf(file));
			const opener = openFile(sodium, sealed, size, hashOf(file));
			for (let from = 0; from < sealedSize(size); from += part) opener.take(sealPart(sodium, sealed, file, from, part));
			expect(opener.taken()).toBe(sealedSize(size));
			expect(Buffer.from(opener.whole() ?? []).equals(Buffer.from(file))).toBe(true);
		}),
		{ numRuns: 60 },
	);
});

test("another key, another name; the same key, the same bytes", () => {
	const file = new Uint8Array(randomBytes(100));
	const [one, again] = [sealedFile(sodium, KEY, hashOf(file)), sealedFile(sodium, KEY, hashOf(file))];
	expect(sealPart(sodium, one, file, 0, 1000)).toEqual(sealPart(sodium, again, file, 0, 1000));
	expect(sealedFile(sodium, new Uint8Array(32), hashOf(file)).name).not.toBe(one.name);
	expect(one.name).toMatch(/^[0-9a-f]{64}$/);
});

test("bytes that were changed, cut off, moved or are of another file do not open", () => {
	const file = new Uint8Array(randomBytes(2 * CHUNK + 10));
	const sealed = sealedFile(sodium, KEY, hashOf(file));
	const whole = sealPart(sodium, sealed, file, 0, sealedSize(file.length));
	const opened = (bytes: Uint8Array): Uint8Array | null => {
		const opener = openFile(sodium, sealed, file.length, hashOf(file));
		opener.take(bytes);
		return opener.whole();
	};
	expect(Buffer.from(opened(whole) ?? []).equals(Buffer.from(file))).toBe(true);
	for (const at of [0, CHUNK + 5, whole.length - 1]) {
		const changed = Uint8Array.from(whole);
		changed[at] = (changed[at] ?? 0) ^ 1;
		expect(opened(changed)).toBeNull();
	}
	expect(opened(whole.slice(0, -1))).toBeNull();
	expect(opened(new Uint8Array(Buffer.concat([whole, Buffer.from([0])])))).toBeNull();
	const chunk = CHUNK + 16;
	const moved = Buffer.concat([whole.subarray(chunk, 2 * chunk), whole.subarray(0, chunk), whole.subarray(2 * chunk)]);
	expect(opened(new Uint8Array(moved))).toBeNull();
	const shorter = openFile(sodium, sealed, CHUNK, hashOf(file));
	shorter.take(whole.subarray(0, chunk));
	expect(shorter.whole()).toBeNull();
});
