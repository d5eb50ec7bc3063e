import type { SealedBox } from "../../shared/host";
import type { LoadedSodium } from "./sodium";
import type { StoredKeys } from "./stored-keys";

/** What is in boxes that are addressed to this device, an earlier one of the same book, or the person; null for each that does not open. */
export function openBoxes(sodium: LoadedSodium, keys: StoredKeys, boxes: readonly SealedBox[]): readonly (Uint8Array | null)[] {
	const privateKeys = new Map<string, string>();
	for (const { deviceKey, devicePrivateKey } of keys.otherDevices)
		if (devicePrivateKey !== null) privateKeys.set(deviceKey, devicePrivateKey);
	if (keys.personPrivateKey !== null) privateKeys.set(keys.personKey, keys.personPrivateKey);
	privateKeys.set(keys.deviceKey, keys.devicePrivateKey);
	return boxes.map(({ to, box }) => {
		const privateKey = privateKeys.get(to);
		return privateKey === undefined ? null : openBox(sodium, box, to, privateKey);
	});
}

function openBox(sodium: LoadedSodium, box: Uint8Array, publicKey: string, privateKey: string): Uint8Array | null {
	try {
		return sodium.crypto_box_seal_open(
			box,
			sodium.crypto_sign_ed25519_pk_to_curve25519(sodium.from_hex(publicKey)),
			sodium.crypto_sign_ed25519_sk_to_curve25519(sodium.from_hex(privateKey)),
		);
	} catch {
		// libsodium throws for a box that is damaged or for somebody else: either way there is nothing in it for us.
		return null;
	}
}
