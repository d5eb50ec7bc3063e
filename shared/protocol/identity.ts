/**
 * Persons and devices. A person has an Ed25519 key; each of their devices has its own, certified by the person's.
 * Every signature begins with a domain tag, so that a signature for one purpose can never serve another.
 */
import { asciiBytes, joinBytes, toHex } from "./bytes";
import type { Sodium } from "./sodium";

/** What a device signs when it signs an envelope begins with this. */
export const ENVELOPE_DOMAIN: Uint8Array = asciiBytes("commonplace/envelope/1\n");
/** What a person signs when they certify a device begins with this. */
export const DEVICE_DOMAIN: Uint8Array = asciiBytes("commonplace/device/1\n");

/** What the id of a team or share is the hash of begins with this. */
export const SPACE_DOMAIN: Uint8Array = asciiBytes("commonplace/space/1\n");
/** What the id of a person's private space is the hash of begins with this. */
export const PRIVATE_SPACE_DOMAIN: Uint8Array = asciiBytes("commonplace/private-space/1\n");
/** What the name of a space key is the hash of, under the key itself. */
export const KEY_NAME_DOMAIN: Uint8Array = asciiBytes("commonplace/key-name/1\n");
/** What an invite's secret signs begins with this. */
export const INVITE_DOMAIN: Uint8Array = asciiBytes("commonplace/invite/1\n");
/** What a device signs in a handshake begins with this. */
export const SESSION_DOMAIN: Uint8Array = asciiBytes("commonplace/session/1\n");
/** What a device signs when it says where its person is begins with this. */
export const PRESENCE_DOMAIN: Uint8Array = asciiBytes("commonplace/presence/1\n");

/** The person's statement that a device is theirs: 64 bytes. */
export function certifyDevice(sodium: Sodium, personPrivateKey: Uint8Array, deviceKey: Uint8Array): Uint8Array {
	return sodium.crypto_sign_detached(joinBytes(DEVICE_DOMAIN, deviceKey), personPrivateKey);
}

/** Whether the person with this key certified the device. False for keys or certificates of a wrong length. */
export function isDeviceCertified(sodium: Sodium, personKey: Uint8Array, deviceKey: Uint8Array, certificate: Uint8Array): boolean {
	if (personKey.length !== 32 || deviceKey.length !== 32 || certificate.length !== 64) return false;
	return sodium.crypto_sign_verify_detached(certificate, joinBytes(DEVICE_DOMAIN, deviceKey), personKey);
}

/** The first 8 bytes of the BLAKE2b hash of a device's key, in hex: 16 digits. Begins every Automerge actor id of that device. */
export function deviceFingerprint(sodium: Sodium, deviceKey: Uint8Array): string {
	return toHex(sodium.crypto_generichash(32, deviceKey, null).slice(0, 8));
}
