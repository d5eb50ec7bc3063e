import { joinBytes } from "../../shared/protocol/bytes";
import type { Random } from "./random";
import type { Sodium } from "./simulated-device";

/** libsodium with randomness from a seed, so that a schedule can be played again to the byte. Boxes hold nothing that can be opened. */
export function seededSodium(sodium: Sodium, random: Random): Sodium {
	const bytes = (length: number): Uint8Array => Uint8Array.from({ length }, () => random.below(256));
	const seeded = {
		randombytes_buf: bytes,
		crypto_sign_keypair: () => sodium.crypto_sign_seed_keypair(bytes(32)),
		crypto_box_seal: (message: Uint8Array, publicKey: Uint8Array) => sodium.crypto_generichash(32, joinBytes(message, publicKey), null),
	};
	return new Proxy(sodium, { get: (whole, name) => Reflect.get(name in seeded ? seeded : whole, name) });
}
