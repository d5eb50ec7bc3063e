import type { FormerSpace, OpenIdentity, SealedBox } from "../../shared/host";
import { certifyDevice, ENVELOPE_DOMAIN, isDeviceCertified, PRESENCE_DOMAIN, SESSION_DOMAIN } from "../../shared/protocol/identity";
import { HostFailure } from "../files/host-failure";
import type { KeyStorage } from "./key-storage";
import { openBoxes } from "./open-boxes";
import type { LoadedSodium } from "./sodium";
import {
	belongTo,
	makeDevice,
	makeKeys,
	type PersonKeys,
	personKeysOf,
	personPrivateKeyOf,
	recoverPerson,
	type StoredKeys,
} from "./stored-keys";

/** Holds the private keys and uses them for others. They leave it only inside a sealed backup. */
export interface KeyVault {
	/** The identity of this book; made at the first call ever. */
	open(): Promise<OpenIdentity>;
	/** The device's signature over bytes that begin with the domain of envelopes or of sessions; refuses all others. */
	sign(bytes: Uint8Array): Promise<Uint8Array>;
	/** What is in boxes addressed to this device, an earlier one, or the person where that key is here; null for each that does not open. */
	openBoxes(boxes: readonly SealedBox[]): Promise<readonly (Uint8Array | null)[]>;
	/** The person's certificate for another of their devices; fails with `no-person-key` where that key is not. */
	certify(deviceKey: Uint8Array): Promise<Uint8Array>;
	/**
	 * Makes this device one of another person's, who certified it; the keys that were here are set aside. Fails with
	 * `wrong-certificate`. Whether the book is empty is the engine's to know, as with `install`.
	 */
	belong(personKey: Uint8Array, certificate: Uint8Array): Promise<OpenIdentity>;
	/** The 32 bytes that the person's key is made from: their recovery kit. Fails with `no-person-key` where that key is not. */
	personSeed(): Promise<Uint8Array>;
	/**
	 * Takes over the person whose key is made from these bytes: with a new device, and the former keys set aside; where this device
	 * is theirs already it stays, and has their key from now on.
	 */
	recover(personSeed: Uint8Array): Promise<OpenIdentity>;
	/**
	 * The same person with a new device, for when it is not known what the device has signed; it becomes one of the earlier ones.
	 * Fails with `no-person-key` where that key is not.
	 */
	renew(): Promise<OpenIdentity>;
	/** What a backup carries. */
	personKeys(): Promise<PersonKeys>;
	/**
	 * Takes over a person from a backup, with a new device; the keys that were here are set aside.
	 * A backup of a laptop that was added has no private key of the person: it is taken over where that key is, else `no-person-key`.
	 * Whether the book is empty is the engine's to know: a book whose log is gone is empty, whatever its device signed before.
	 */
	install(person: PersonKeys): Promise<OpenIdentity>;
}

/** What the device signs; everything else begins otherwise, so that no signature serves a purpose it was not made for. */
const SIGNED_DOMAINS = [ENVELOPE_DOMAIN, SESSION_DOMAIN, PRESENCE_DOMAIN];

/**
 * `leave` is called before the keys are replaced by those of another person or device: what belongs to the former ones and lies
 * elsewhere is then set aside too.
 */
export function createKeyVault(
	storage: KeyStorage,
	load: () => Promise<LoadedSodium>,
	leave: () => Promise<void> = async () => undefined,
): KeyVault {
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
	/** Puts other keys in the place of those that are here. Keys that cannot be read now may be readable again later; they are not replaced meanwhile. */
	const replace = async (make: (sodium: LoadedSodium, former: StoredKeys) => StoredKeys): Promise<OpenIdentity> => {
		const sodium = await load();
		const made = await inOrder(async () => {
			const former = await current();
			const next = make(sodium, former);
			if (next.deviceKey !== former.deviceKey || next.personKey !== former.personKey) await leave();
			await storage.replace(next);
			held = next;
			return next;
		});
		return openIdentity(sodium, made);
	};

	return {
		async open() {
			return openIdentity(await load(), await keys());
		},
		async sign(bytes) {
			if (!SIGNED_DOMAINS.some((domain) => beginsWith(bytes, domain)))
				throw new HostFailure("bad-request", "only envelopes and sessions are signed");
			const sodium = await load();
			const found = await keys();
			return sodium.crypto_sign_detached(bytes, sodium.from_hex(found.devicePrivateKey));
		},
		async openBoxes(boxes) {
			return openBoxes(await load(), await keys(), boxes);
		},
		async certify(deviceKey) {
			const sodium = await load();
			return certifyDevice(sodium, personPrivateKeyOf(sodium, await keys()), deviceKey);
		},
		belong: (personKey, certificate) =>
			replace((sodium, former) => {
				if (!isDeviceCertified(sodium, personKey, sodium.from_hex(former.deviceKey), certificate))
					throw new HostFailure("wrong-certificate", "this certificate is not that person's for this device");
				return belongTo(sodium, former, personKey, certificate);
			}),
		async personSeed() {
			const sodium = await load();
			return sodium.crypto_sign_ed25519_sk_to_seed(personPrivateKeyOf(sodium, await keys()));
		},
		recover: (personSeed) => replace((sodium, former) => recoverPerson(sodium, former, personSeed)),
		renew: () => replace((sodium, former) => makeDevice(sodium, personKeysOf(former))),
		async personKeys() {
			return personKeysOf(await keys());
		},
		install: (person) =>
			replace((sodium, former) => {
				const isSamePerson = former.personKey === person.personKey;
				return makeDevice(
					sodium,
					isSamePerson ? { ...person, personPrivateKey: person.personPrivateKey ?? former.personPrivateKey } : person,
				);
			}),
	};
}

function openIdentity(sodium: LoadedSodium, keys: StoredKeys): OpenIdentity {
	const bytes = (text: string): Uint8Array => sodium.from_hex(text);
	const formerSpace: FormerSpace | null = keys.formerSpace && { ...keys.formerSpace, keys: keys.formerSpace.keys.map(bytes) };
	return {
		personKey: bytes(keys.personKey),
		deviceKey: bytes(keys.deviceKey),
		deviceCertificate: bytes(keys.deviceCertificate),
		otherDevices: keys.otherDevices.map((device) => ({ deviceKey: bytes(device.deviceKey), certificate: bytes(device.certificate) })),
		formerSpace,
		installation: bytes(keys.installation),
		holdsPersonKey: keys.personPrivateKey !== null,
	};
}

function beginsWith(bytes: Uint8Array, beginning: Uint8Array): boolean {
	return bytes.length > beginning.length && beginning.every((byte, index) => bytes[index] === byte);
}
