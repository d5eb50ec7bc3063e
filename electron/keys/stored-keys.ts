import { z } from "zod";
import { certifyDevice } from "../../shared/protocol/identity";
import type { LoadedSodium } from "./sodium";

const hex = (bytes: number) => z.string().regex(new RegExp(`^[0-9a-f]{${bytes * 2}}$`));

const PrivateSpace = z.strictObject({ id: hex(16), epoch: z.number().int().nonnegative(), keys: z.array(hex(32)).min(1).max(10_000) });
const CertifiedDevice = z.strictObject({ deviceKey: hex(32), certificate: hex(64) });

/** What makes a person's book theirs on any laptop, as a backup carries it. The device's private key is not in it. */
export const PersonKeys = z.strictObject({
	personKey: hex(32),
	personPrivateKey: hex(64),
	privateSpace: PrivateSpace,
	/** Devices that this person wrote with before: public, so that what they signed can be checked. */
	otherDevices: z.array(CertifiedDevice).max(10_000),
});
export type PersonKeys = z.infer<typeof PersonKeys>;

/** All keys of this installation, as the key file holds them. */
export const StoredKeys = PersonKeys.extend({
	version: z.literal(1),
	deviceKey: hex(32),
	devicePrivateKey: hex(64),
	deviceCertificate: hex(64),
	installation: hex(8),
	/** Earlier versions noted here that the device had signed. Nothing asks for it now. */
	hasSigned: z.boolean().optional(),
});
export type StoredKeys = z.infer<typeof StoredKeys>;

/** A new person with their first device and private space. */
export function makeKeys(sodium: LoadedSodium): StoredKeys {
	const person = sodium.crypto_sign_keypair();
	return makeDevice(sodium, {
		personKey: sodium.to_hex(person.publicKey),
		personPrivateKey: sodium.to_hex(person.privateKey),
		privateSpace: { id: sodium.to_hex(sodium.randombytes_buf(16)), epoch: 0, keys: [sodium.to_hex(sodium.randombytes_buf(32))] },
		otherDevices: [],
	});
}

/** A new device for a person: never the same device twice, because two writers under one name damage documents. */
export function makeDevice(sodium: LoadedSodium, person: PersonKeys): StoredKeys {
	const device = sodium.crypto_sign_keypair();
	const certificate = certifyDevice(sodium, sodium.from_hex(person.personPrivateKey), device.publicKey);
	return {
		...person,
		version: 1,
		deviceKey: sodium.to_hex(device.publicKey),
		devicePrivateKey: sodium.to_hex(device.privateKey),
		deviceCertificate: sodium.to_hex(certificate),
		installation: sodium.to_hex(sodium.randombytes_buf(8)),
	};
}

/** What of the keys a backup takes along: this device becomes one of the earlier ones. */
export function personKeysOf(keys: StoredKeys): PersonKeys {
	const { personKey, personPrivateKey, privateSpace, otherDevices, deviceKey, deviceCertificate } = keys;
	return { personKey, personPrivateKey, privateSpace, otherDevices: [...otherDevices, { deviceKey, certificate: deviceCertificate }] };
}
