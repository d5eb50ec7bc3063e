/** The part of libsodium that the protocol uses. Every runtime passes in its own loaded `libsodium-wrappers-sumo`. */

export interface Sodium {
	crypto_hash_sha256(message: Uint8Array): Uint8Array;
	crypto_generichash(length: number, message: Uint8Array, key: Uint8Array | null): Uint8Array;
	crypto_sign_detached(message: Uint8Array, privateKey: Uint8Array): Uint8Array;
	crypto_sign_verify_detached(signature: Uint8Array, message: Uint8Array, publicKey: Uint8Array): boolean;
	crypto_aead_xchacha20poly1305_ietf_encrypt(
		message: Uint8Array,
		additionalData: Uint8Array | null,
		secretNonce: null,
		nonce: Uint8Array,
		key: Uint8Array,
	): Uint8Array;
	crypto_aead_xchacha20poly1305_ietf_decrypt(
		secretNonce: null,
		sealed: Uint8Array,
		additionalData: Uint8Array | null,
		nonce: Uint8Array,
		key: Uint8Array,
	): Uint8Array;
	/** X25519; throws for a public key that makes the secret known to everybody. */
	crypto_scalarmult(privateKey: Uint8Array, publicKey: Uint8Array): Uint8Array;
	crypto_scalarmult_base(privateKey: Uint8Array): Uint8Array;
	randombytes_buf(length: number): Uint8Array;
	crypto_sign_keypair(): KeyPair;
	crypto_sign_seed_keypair(seed: Uint8Array): KeyPair;
	crypto_sign_ed25519_pk_to_curve25519(publicKey: Uint8Array): Uint8Array;
	crypto_sign_ed25519_sk_to_curve25519(privateKey: Uint8Array): Uint8Array;
	crypto_box_seal(message: Uint8Array, publicKey: Uint8Array): Uint8Array;
	/** Throws when the box is not for this key, or was changed. */
	crypto_box_seal_open(box: Uint8Array, publicKey: Uint8Array, privateKey: Uint8Array): Uint8Array;
}

export interface KeyPair {
	readonly publicKey: Uint8Array;
	readonly privateKey: Uint8Array;
}
