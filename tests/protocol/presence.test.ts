import { encode } from "cborg";
import fc from "fast-check";
import sodium from "libsodium-wrappers-sumo";
import { beforeAll, describe, expect, test } from "vitest";
import { sealEnvelope } from "../../shared/protocol/envelope";
import { LARGEST_PRESENCE, openPresence, type Place, type PresenceAuthor, sealPresence } from "../../shared/protocol/presence";

const SPACE = "ab".repeat(16);
const ITEM = "a".repeat(26);
const HERE: Place = { item: ITEM, selection: { field: "body", anchor: "3@00ff", head: "9@00ff" } };

const key = new Uint8Array(32).fill(7);
const seed = new Uint8Array(32).fill(1);
let device: { publicKey: Uint8Array; privateKey: Uint8Array };
let said: Uint8Array;

const by = (more: Partial<PresenceAuthor> = {}): PresenceAuthor => ({
	space: SPACE,
	device: device.publicKey,
	epoch: 0,
	number: 5,
	...more,
});
const sign = async (bytes: Uint8Array): Promise<Uint8Array> => sodium.crypto_sign_detached(bytes, device.privateKey);
const keysOf = (space: string, epoch: number): readonly Uint8Array[] => (space === SPACE && epoch === 0 ? [key] : []);

beforeAll(async () => {
	await sodium.ready;
	device = sodium.crypto_sign_seed_keypair(seed);
	said = await sealPresence(sodium, by(), HERE, key, sign);
});

describe("presence", () => {
	test("says to who has the space's key where somebody is, and that they have gone", async () => {
		expect(openPresence(sodium, said, keysOf)).toEqual({ space: SPACE, device: device.publicKey, number: 5, place: HERE });
		const gone = await sealPresence(sodium, by({ number: 6 }), null, key, sign);
		expect(openPresence(sodium, gone, keysOf)?.place).toBeNull();
	});

	test("shows whoever relays it neither the item nor the place", () => {
		expect(Buffer.from(said).includes(ITEM)).toBe(false);
		expect(Buffer.from(said).includes("00ff@")).toBe(false);
		expect(openPresence(sodium, said, () => [])).toBeNull();
		expect(openPresence(sodium, said, () => [new Uint8Array(32)])).toBeNull();
	});

	test("with any bit turned is nobody's", () => {
		for (let bit = 0; bit < said.length * 8; bit++) {
			const turned = said.slice();
			turned[bit >> 3] = (turned[bit >> 3] ?? 0) ^ (1 << (bit & 7));
			expect(openPresence(sodium, turned, keysOf)).toBeNull();
		}
	});

	test("signed by another device, or for another purpose, is nobody's", async () => {
		const other = sodium.crypto_sign_keypair();
		const forged = await sealPresence(sodium, by(), HERE, key, async (bytes) => sodium.crypto_sign_detached(bytes, other.privateKey));
		expect(openPresence(sodium, forged, keysOf)).toBeNull();
		const author = { space: SPACE, lane: "content", device: device.publicKey, epoch: 0, heads: [], number: 1, previous: null } as const;
		const envelope = await sealEnvelope(sodium, author, { time: 1, items: [] }, key, sign);
		expect(openPresence(sodium, envelope.bytes, keysOf)).toBeNull();
	});

	test("that says something else, or too much, is nobody's", async () => {
		const odd: readonly unknown[] = [
			"here",
			{ item: "nowhere", selection: null },
			{ item: ITEM, selection: { field: "body", anchor: "", head: "1" } },
			{ item: ITEM, selection: null, more: 1 },
		];
		for (const place of odd) expect(openPresence(sodium, await sealPresence(sodium, by(), place as Place, key, sign), keysOf)).toBeNull();
		expect(openPresence(sodium, new Uint8Array(LARGEST_PRESENCE + 1), keysOf)).toBeNull();
		const longest: Place = { item: ITEM, selection: { field: "f".repeat(40), anchor: "1".repeat(160), head: "2".repeat(160) } };
		expect((await sealPresence(sodium, by({ number: Number.MAX_SAFE_INTEGER }), longest, key, sign)).length).toBeLessThanOrEqual(
			LARGEST_PRESENCE,
		);
	});

	test("never makes whoever opens it fail, whatever the bytes are", () => {
		fc.assert(
			fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => {
				expect(openPresence(sodium, bytes, keysOf)).toBeNull();
			}),
		);
		fc.assert(
			fc.property(fc.array(fc.anything(), { maxLength: 4 }), (parts) => {
				let bytes: Uint8Array;
				try {
					bytes = encode(parts);
				} catch {
					return;
				}
				expect(openPresence(sodium, bytes, keysOf)).toBeNull();
			}),
		);
	});
});
