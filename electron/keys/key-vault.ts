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
	/**
	 * Takes over a person from a backup, with a new device; the keys that were here are set aside.
	 * Whether the book is empty is the engine's to know: a book whose log is gone is empty, whatever its device signed before.
	 */
	install(person: PersonKeys): Promise<OpenIdentity>;
}

export function createKeyVault(storage: KeyStorage, load: () => Promise<LoadedSodium>): KeyVault {
	let held: StoredKeys | null = null;
	let last: Promise<unknown> = Promise.resolve();
	/** One after the other: whoever reads the keys sees what all before have written, and nobody writes back what was replaced. */
	const inOrder = <Result>(step: () => Promise<Result>): Promise<Result> => {
		const run = last.then(step);
		last = run.catch(() => undefined);
		return run;
	};
	/** Only within a step. After a failure the next step tries again: the secret store may have been unlocked by then. */
	const current = async (): Promise<StoredKeys> => {
		if (held !== null) return held;
		const found = await storage.read();
		const keys = found ?? makeKeys(await load());
		if (found === null) await storage.write(keys);
		held = keys;
		return keys;
	};
	const keys = (): Promise<StoredKeys> => inOrder(current);

	return {
		async open() {
			return openIdentity(await load(), await keys());
		},
		async sign(bytes) {
			if (!beginsWith(bytes, ENVELOPE_DOMAIN)) throw new HostFailure("bad-request", "only envelopes are signed");
			const sodium = await load();
			const found = await keys();
			return sodium.crypto_sign_detached(bytes, sodium.from_hex(found.devicePrivateKey));
		},
		async personKeys() {
			return personKeysOf(await keys());
		},
		async install(person) {
			const sodium = await load();
			const made = await inOrder(async () => {
				// Keys that cannot be read now may be readable again later; they are not replaced meanwhile.
				await current();
				const next = makeDevice(sodium, person);
				await storage.replace(next);
				held = next;
				return next;
			});
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
