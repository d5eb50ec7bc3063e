import type { OpenIdentity } from "../../shared/host";
import { ENVELOPE_DOMAIN } from "../../shared/protocol/identity";
import { HostFailure } from "../files/host-failure";
import type { KeyStorage } from "./key-storage";
import type { LoadedSodium } from "./sodium";
import { makeDevice, makeKeys, type PersonKeys, personKeysOf, type StoredKeys } from "./stored-keys";

/** Holds the private keys and uses them for others. They leave it only inside a sealed backup. */
export interface KeyVault {
	/** The identity of this book; made at the first call ever. */
	open(): Promise<OpenIdentity>;
	/** The device's signature over bytes that begin with the envelope domain; refuses all others. */
	sign(bytes: Uint8Array): Promise<Uint8Array>;
	/** What a backup carries. */
	personKeys(): Promise<PersonKeys>;
	/** Takes over a person from a backup, with a new device. Refused once this device has signed anything. */
	install(person: PersonKeys): Promise<OpenIdentity>;
	/** Fails with `book-not-empty` when `install` would. */
	checkInstallable(): Promise<void>;
}

export function createKeyVault(storage: KeyStorage, load: () => Promise<LoadedSodium>): KeyVault {
	let opening: Promise<StoredKeys> | null = null;

	const openOnce = async (): Promise<StoredKeys> => {
		const found = await storage.read();
		if (found !== null) return found;
		const made = makeKeys(await load());
		await storage.write(made);
		return made;
	};
	const keys = (): Promise<StoredKeys> => {
		opening ??= openOnce().catch((error: unknown) => {
			// The next call tries again: the secret store may have been unlocked by then.
			opening = null;
			throw error;
		});
		return opening;
	};
	const replace = async (next: StoredKeys): Promise<void> => {
		await storage.write(next);
		opening = Promise.resolve(next);
	};
	let noting: Promise<void> | null = null;
	/** Notes on the disk that this device signs, before it gives away the first signature. */
	const noteSigning = async (found: StoredKeys): Promise<void> => {
		if (found.hasSigned) return;
		noting ??= replace({ ...found, hasSigned: true }).finally(() => {
			noting = null;
		});
		await noting;
	};
	const checkInstallable = async (): Promise<void> => {
		if ((await keys()).hasSigned) throw new HostFailure("book-not-empty", "this book has changes of its own");
	};

	return {
		checkInstallable,
		async open() {
			return openIdentity(await load(), await keys());
		},
		async sign(bytes) {
			if (!beginsWith(bytes, ENVELOPE_DOMAIN)) throw new HostFailure("bad-request", "only envelopes are signed");
			const sodium = await load();
			const found = await keys();
			await noteSigning(found);
			return sodium.crypto_sign_detached(bytes, sodium.from_hex(found.devicePrivateKey));
		},
		async personKeys() {
			return personKeysOf(await keys());
		},
		async install(person) {
			await checkInstallable();
			const sodium = await load();
			const made = makeDevice(sodium, person);
			await replace(made);
			return openIdentity(sodium, made);
		},
	};
}

function openIdentity(sodium: LoadedSodium, keys: StoredKeys): OpenIdentity {
	const bytes = (text: string): Uint8Array => sodium.from_hex(text);
	return {
		personKey: bytes(keys.personKey),
		deviceKey: bytes(keys.deviceKey),
		deviceCertificate: bytes(keys.deviceCertificate),
		otherDevices: keys.otherDevices.map((device) => ({ deviceKey: bytes(device.deviceKey), certificate: bytes(device.certificate) })),
		privateSpace: { id: keys.privateSpace.id, epoch: keys.privateSpace.epoch, keys: keys.privateSpace.keys.map(bytes) },
		installation: bytes(keys.installation),
	};
}

function beginsWith(bytes: Uint8Array, beginning: Uint8Array): boolean {
	return bytes.length > beginning.length && beginning.every((byte, index) => bytes[index] === byte);
}
