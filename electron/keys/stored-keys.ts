import { z } from "zod";
import { certifyDevice } from "../../shared/protocol/identity";
import { HostFailure } from "../files/host-failure";
import type { LoadedSodium } from "./sodium";

const hex = (bytes: number) => z.string().regex(new RegExp(`^[0-9a-f]{${bytes * 2}}$`));

const FormerSpace = z.strictObject({ id: hex(16), epoch: z.number().int().nonnegative(), keys: z.array(hex(32)).min(1).max(10_000) });

/** A device that the person wrote with before. Its private key opens boxes that were addressed to it; nothing is signed with it any more. */
const EarlierDevice = z.strictObject({ deviceKey: hex(32), certificate: hex(64), devicePrivateKey: hex(64).nullable() });

/** What makes a person's book theirs on any laptop, as a backup carries it. */
const personKeys = {
	personKey: hex(32),
	/** Null on a laptop that was added by another one: only that one can add further laptops. */
	personPrivateKey: hex(64).nullable(),
	/** The private space of earlier versions, and its keys; null in a book that never had one. */
	formerSpace: FormerSpace.nullable(),
	otherDevices: z.array(EarlierDevice).max(10_000),
};

/** As version 1 had it: one private space, and no private keys of earlier devices. */
const firstPersonKeys = {
	personKey: hex(32),
	personPrivateKey: hex(64),
	privateSpace: FormerSpace,
	otherDevices: z.array(z.strictObject({ deviceKey: hex(32), certificate: hex(64) })).max(10_000),
};

const deviceKeys = { deviceKey: hex(32), devicePrivateKey: hex(64), deviceCertificate: hex(64), installation: hex(8) };

interface OfFirst {
	readonly privateSpace: z.infer<typeof FormerSpace>;
	readonly otherDevices: readonly { readonly deviceKey: string; readonly certificate: string }[];
}

function fromFirst<Keys extends OfFirst>({ privateSpace, otherDevices, ...rest }: Keys) {
	return { ...rest, formerSpace: privateSpace, otherDevices: otherDevices.map((device) => ({ ...device, devicePrivateKey: null })) };
}

/** The keys in a backup, of this version or the first. */
export const PersonKeys = z.strictObject(personKeys).or(z.strictObject(firstPersonKeys).transform(fromFirst));
export type PersonKeys = z.infer<z.ZodObject<typeof personKeys>>;

const SecondStoredKeys = z.strictObject({ version: z.literal(2), ...personKeys, ...deviceKeys });
const FirstStoredKeys = z.strictObject({
	version: z.literal(1),
	...firstPersonKeys,
	...deviceKeys,
	/** The first versions noted here that the device had signed. Nothing asks for it now. */
	hasSigned: z.boolean().optional(),
});

/** All keys of this installation, as the key file holds them, of this version or the first. */
export const StoredKeys = SecondStoredKeys.or(
	FirstStoredKeys.transform(({ hasSigned: _, ...first }) => ({ ...fromFirst(first), version: 2 as const })),
);
export type StoredKeys = z.infer<typeof SecondStoredKeys>;

/** A new person with their first device. */
export function makeKeys(sodium: LoadedSodium): StoredKeys {
	const person = sodium.crypto_sign_keypair();
	return makeDevice(sodium, {
		personKey: sodium.to_hex(person.publicKey),
		personPrivateKey: sodium.to_hex(person.privateKey),
		formerSpace: null,
		otherDevices: [],
	});
}

/**
 * A new device for a person: never the same device twice, because two writers under one name damage documents.
 * Fails with `no-person-key` when the person's private key is not among the keys.
 */
export function makeDevice(sodium: LoadedSodium, person: PersonKeys): StoredKeys {
	const device = sodium.crypto_sign_keypair();
	return {
		...person,
		version: 2,
		deviceKey: sodium.to_hex(device.publicKey),
		devicePrivateKey: sodium.to_hex(device.privateKey),
		deviceCertificate: sodium.to_hex(certifyDevice(sodium, personPrivateKeyOf(sodium, person), device.publicKey)),
		installation: sodium.to_hex(sodium.randombytes_buf(8)),
	};
}

/** The person's private key; fails with `no-person-key` when it is not among the keys. */
export function personPrivateKeyOf(sodium: LoadedSodium, { personPrivateKey }: PersonKeys): Uint8Array {
	if (personPrivateKey !== null) return sodium.from_hex(personPrivateKey);
	throw new HostFailure("no-person-key", "the person's private key is on the laptop they began with, and in their recovery kit");
}

/** The same device, from now on one of this person's, whose private key stays where it is. */
export function belongTo(sodium: LoadedSodium, keys: StoredKeys, personKey: Uint8Array, certificate: Uint8Array): StoredKeys {
	if (keys.personKey === sodium.to_hex(personKey)) return { ...keys, deviceCertificate: sodium.to_hex(certificate) };
	return {
		...keys,
		personKey: sodium.to_hex(personKey),
		personPrivateKey: null,
		formerSpace: null,
		otherDevices: [],
		deviceCertificate: sodium.to_hex(certificate),
	};
}

/** The keys of a person who has nothing but the bytes their key is made from; the same device where it is theirs already. */
export function recoverPerson(sodium: LoadedSodium, keys: StoredKeys, personSeed: Uint8Array): StoredKeys {
	const person = sodium.crypto_sign_seed_keypair(personSeed);
	const personKey = sodium.to_hex(person.publicKey);
	const personPrivateKey = sodium.to_hex(person.privateKey);
	if (keys.personKey === personKey) return { ...keys, personPrivateKey };
	return makeDevice(sodium, { personKey, personPrivateKey, formerSpace: null, otherDevices: [] });
}

/** What of the keys a backup takes along: this device becomes one of the earlier ones. */
export function personKeysOf(keys: StoredKeys): PersonKeys {
	const { personKey, personPrivateKey, formerSpace, otherDevices, deviceKey, devicePrivateKey, deviceCertificate } = keys;
	const thisDevice = { deviceKey, certificate: deviceCertificate, devicePrivateKey };
	return { personKey, personPrivateKey, formerSpace, otherDevices: [...otherDevices, thisDevice] };
}
