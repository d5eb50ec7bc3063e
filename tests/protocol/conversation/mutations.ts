import { decode, encode } from "cborg";
import type { Random } from "../../convergence/random";

/** Bytes that have been trouble for readers of CBOR. */
const TROUBLE: readonly Uint8Array[] = [
	[],
	[0x9b, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff],
	[0x5b, 0x7f, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff],
	[0xbb, 0x00, 0x1f, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff],
	[0x9f, 0x01, 0xff],
	[0xbf, 0xff],
	[0x5f, 0x41, 0x00, 0xff],
	[0xa2, 0x61, 0x61, 0x01, 0x61, 0x61, 0x02],
	[0xa1, 0x69, ...Buffer.from("__proto__"), 0xa0],
	[0xc2, 0x49, 1, 0, 0, 0, 0, 0, 0, 0, 0],
	[0xfb, 0x7f, 0xf8, 0, 0, 0, 0, 0, 0],
	[0xf7],
	[0xff],
	[0x18, 0x01],
	[0x62, 0xff, 0xfe],
].map((bytes) => Uint8Array.from(bytes));

export function randomBytes(random: Random, most: number): Uint8Array {
	return Uint8Array.from({ length: random.below(most + 1) }, () => random.below(256));
}

/** Something that can be read, and is troublesome to whoever expects something else. */
export function oddValue(random: Random, depth = 0): unknown {
	const values: readonly (() => unknown)[] = [
		() => null,
		() => random.chance(0.5),
		() => random.below(3) - 1,
		() => random.pick([2 ** 31, 2 ** 32, 2 ** 53 - 1, -1, -(2 ** 53) + 1, 0.5, -0.5]),
		() =>
			random.pick([
				"",
				"open",
				"is",
				"constructor",
				"toString",
				"__proto__",
				"🙂".repeat(random.below(40)),
				"f".repeat(random.pick([16, 32, 64, 65])),
			]),
		() => new Uint8Array(random.pick([0, 1, 16, 24, 31, 32, 33, 64, 65, 1000])).fill(random.below(256)),
		() => Array.from({ length: random.below(5) }, () => (depth > 3 ? 0 : oddValue(random, depth + 1))),
		() => Object.fromEntries(Array.from({ length: random.below(5) }, (_, at) => [`key${at}`, depth > 3 ? 0 : oddValue(random, depth + 1)])),
	];
	return random.pick(values)();
}

/** The value with something in it changed, left out, doubled or added, anywhere in its depth. */
export function mutateValue(random: Random, value: unknown): unknown {
	if (value === null || typeof value !== "object" || value instanceof Uint8Array || random.chance(0.1)) return oddValue(random);
	if (Array.isArray(value)) {
		const items: unknown[] = [...value];
		const at = random.below(items.length + 1);
		const how = items.length === 0 ? 0 : random.next();
		if (how < 0.2) items.splice(at, 0, items.length > 0 && random.chance(0.5) ? random.pick(items) : oddValue(random));
		else if (how < 0.35) items.splice(at, 1);
		else if (how < 0.45) return Array.from({ length: random.below(300) }, () => random.pick(items));
		else items[at % items.length] = mutateValue(random, items[at % items.length]);
		return items;
	}
	const entries = Object.entries(value);
	if (entries.length === 0 || random.chance(0.1))
		return Object.fromEntries([...entries, [random.pick(["is", "ask", "more", "constructor"]), oddValue(random)]]);
	const at = random.below(entries.length);
	if (random.chance(0.15)) return Object.fromEntries(entries.filter((_, index) => index !== at));
	return Object.fromEntries(entries.map(([key, inner], index) => [key, index === at ? mutateValue(random, inner) : inner]));
}

/** Bytes near valid ones, or not near at all. */
export function mutateBytes(random: Random, valid: Uint8Array): Uint8Array {
	const bytes = Uint8Array.from(valid);
	const at = random.below(bytes.length + 1);
	switch (random.below(9)) {
		case 0:
			return randomBytes(random, 300);
		case 1:
			return bytes.slice(0, at);
		case 2:
			return Buffer.concat([bytes.slice(0, at), randomBytes(random, 20), bytes.slice(at)]);
		case 3:
			return Buffer.concat([bytes.slice(0, at), random.pick(TROUBLE), random.chance(0.5) ? bytes.slice(at) : new Uint8Array()]);
		case 4:
			return Buffer.concat([bytes, bytes.slice(at)]);
		case 5:
			return new Uint8Array(1 + random.below(50_000)).fill(random.pick([0x81, 0xa1, 0xc1, 0x00, 0x80, 0x9f, 0xf6]));
		case 6:
		case 7:
			for (let flips = 1 + random.below(4); flips > 0 && bytes.length > 0; flips--) {
				const byte = random.below(bytes.length);
				bytes[byte] = (bytes[byte] ?? 0) ^ (1 << random.below(8));
			}
			return bytes;
		default:
			return mutateCbor(random, bytes);
	}
}

/** The CBOR with its structure changed. */
export function mutateCbor(random: Random, valid: Uint8Array): Uint8Array {
	return encode(mutateValue(random, decode(valid)));
}
