import fc from "fast-check";
import sodium from "libsodium-wrappers-sumo";
import { beforeAll, describe, expect, test } from "vitest";
import {
	EnvelopeRefused,
	envelopeId,
	openEnvelope,
	type SealedEnvelope,
	sealEnvelope,
	verifyEnvelope,
} from "../../shared/protocol/envelope";
import { certifyDevice, ENVELOPE_DOMAIN, isDeviceCertified } from "../../shared/protocol/identity";

const ITEM = "a".repeat(26);

interface Setting {
	readonly device: { readonly publicKey: Uint8Array; readonly privateKey: Uint8Array };
	readonly key: Uint8Array;
	readonly sealed: SealedEnvelope;
}

async function setting(): Promise<Setting> {
	await sodium.ready;
	const device = sodium.crypto_sign_keypair();
	const key = sodium.randombytes_buf(32);
	const header = { space: "s", lane: "content", device: device.publicKey, epoch: 0, heads: [], number: 1, previous: null } as const;
	const body = { time: 5, items: [{ id: ITEM, changes: [new Uint8Array([1, 2, 3])] }] };
	const sealed = await sealEnvelope(sodium, header, body, key, async (bytes) => sodium.crypto_sign_detached(bytes, device.privateKey));
	return { device, key, sealed };
}

let given: Setting;
beforeAll(async () => {
	given = await setting();
});

const faultOf = (work: () => unknown): string => {
	try {
		work();
		return "accepted";
	} catch (error) {
		return error instanceof EnvelopeRefused ? error.fault : `threw ${String(error)}`;
	}
};

describe("an envelope", () => {
	test("opens for who has the space's key, with what was put in", () => {
		const { header, body } = openEnvelope(sodium, given.sealed.bytes, () => [given.key]);
		expect(header).toMatchObject({ space: "s", lane: "content", number: 1, previous: null });
		expect(body).toEqual({ time: 5, items: [{ id: ITEM, changes: [new Uint8Array([1, 2, 3])] }] });
		expect(verifyEnvelope(sodium, given.sealed.bytes).device).toEqual(given.device.publicKey);
		expect(envelopeId(sodium, given.sealed.bytes)).toBe(given.sealed.id);
	});

	test("shows nothing of its body to who relays it", () => {
		expect(Buffer.from(given.sealed.bytes).includes(ITEM)).toBe(false);
		expect(faultOf(() => openEnvelope(sodium, given.sealed.bytes, () => []))).toBe("cannot-open");
		expect(faultOf(() => openEnvelope(sodium, given.sealed.bytes, () => [sodium.randombytes_buf(32)]))).toBe("cannot-open");
	});

	test("with any one bit flipped is refused, with a reason", () => {
		for (let bit = 0; bit < given.sealed.bytes.length * 8; bit++) {
			const bytes = Uint8Array.from(given.sealed.bytes);
			bytes[bit >> 3] = (bytes[bit >> 3] ?? 0) ^ (1 << (bit & 7));
			expect(
				faultOf(() => verifyEnvelope(sodium, bytes)),
				`bit ${bit}`,
			).toMatch(/^(not-an-envelope|newer-version|bad-signature)$/);
		}
	});

	test("any bytes at all are refused without a crash", () => {
		fc.assert(
			fc.property(fc.uint8Array({ maxLength: 400 }), (bytes) => {
				expect(faultOf(() => verifyEnvelope(sodium, bytes))).not.toMatch(/^(accepted|threw)/);
			}),
			{ numRuns: 2000 },
		);
	});

	test("a signature for another purpose does not count", () => {
		const certificate = certifyDevice(sodium, given.device.privateKey, given.device.publicKey);
		expect(isDeviceCertified(sodium, given.device.publicKey, given.device.publicKey, certificate)).toBe(true);
		expect(isDeviceCertified(sodium, given.key, given.device.publicKey, certificate)).toBe(false);
		const asEnvelope = sodium.crypto_sign_verify_detached(
			certificate,
			Buffer.concat([ENVELOPE_DOMAIN, given.device.publicKey]),
			given.device.publicKey,
		);
		expect(asEnvelope).toBe(false);
	});
});
