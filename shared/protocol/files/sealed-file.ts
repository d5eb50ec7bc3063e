/**
 * Files as they travel (docs/protocol.md §5): sealed in chunks, under a key and a name that only whoever has the space's key
 * and the file's hash can make. The same file under the same space key always gives the same bytes, so that an upload that
 * one laptop began another can finish, and any part of it can be made by itself.
 */
import { asciiBytes, fromHex, joinBytes, toHex } from "../bytes";
import type { Sodium } from "../sodium";

const NAME_DOMAIN = asciiBytes("commonplace/blob-name/1\n");
const KEY_DOMAIN = asciiBytes("commonplace/blob-key/1\n");

/** Bytes of the file in one chunk; only the last is smaller. */
export const CHUNK = 64 * 1024;
/** What a seal adds to a chunk. */
const SEAL = 16;

/** A file by its SHA-256 (hex), in a space with this key. */
export interface SealedFile {
	/** 64 hex digits: what relays know it by. */
	readonly name: string;
	readonly key: Uint8Array;
}

export function sealedFile(sodium: Sodium, spaceKey: Uint8Array, hash: string): SealedFile {
	const made = (domain: Uint8Array): Uint8Array => sodium.crypto_generichash(32, joinBytes(domain, fromHex(hash)), spaceKey);
	return { name: toHex(made(NAME_DOMAIN)), key: made(KEY_DOMAIN) };
}

/** Chunks of a file of so many bytes; an empty one has one. */
function chunksOf(size: number): number {
	return Math.max(1, Math.ceil(size / CHUNK));
}

/** Bytes of a file of so many bytes when it is sealed. */
export function sealedSize(size: number): number {
	return size + SEAL * chunksOf(size);
}

/** A chunk's place, and whether it is the last, are its nonce: chunks that are moved, left out or cut off do not open. */
function chunkNonce(chunk: number, isLast: boolean): Uint8Array {
	const nonce = new Uint8Array(24);
	nonce[0] = isLast ? 1 : 0;
	new DataView(nonce.buffer).setBigUint64(16, BigInt(chunk));
	return nonce;
}

/** The sealed bytes from a place on, at most so many, made of the file's bytes. */
export function sealPart(sodium: Sodium, { key }: SealedFile, file: Uint8Array, from: number, length: number): Uint8Array {
	const end = Math.min(sealedSize(file.length), from + length);
	if (from >= end) return new Uint8Array();
	const sealedChunk = CHUNK + SEAL;
	const [first, last] = [Math.floor(from / sealedChunk), Math.floor((end - 1) / sealedChunk)];
	const parts: Uint8Array[] = [];
	for (let chunk = first; chunk <= last; chunk += 1) {
		const nonce = chunkNonce(chunk, chunk === chunksOf(file.length) - 1);
		const plain = file.subarray(chunk * CHUNK, (chunk + 1) * CHUNK);
		parts.push(sodium.crypto_aead_xchacha20poly1305_ietf_encrypt(plain, null, null, nonce, key));
	}
	return joinBytes(...parts).slice(from - first * sealedChunk, end - first * sealedChunk);
}

/** Opens the sealed bytes of a file as they come, from the beginning. */
export interface FileOpener {
	/** Sealed bytes that have been taken so far. */
	taken(): number;
	take(sealed: Uint8Array): void;
	/** The file; null when it is not whole, or something else. */
	whole(): Uint8Array | null;
}

/** For a file of so many bytes with this SHA-256 (hex). */
export function openFile(sodium: Sodium, { key }: SealedFile, size: number, hash: string): FileOpener {
	const file = new Uint8Array(size);
	const total = sealedSize(size);
	let waiting: Uint8Array = new Uint8Array();
	let taken = 0;
	let chunk = 0;
	let isFalse = false;

	function openChunk(sealed: Uint8Array): void {
		if (isFalse) return;
		try {
			const nonce = chunkNonce(chunk, chunk === chunksOf(size) - 1);
			file.set(sodium.crypto_aead_xchacha20poly1305_ietf_decrypt(null, sealed, null, nonce, key), chunk * CHUNK);
			chunk += 1;
		} catch {
			// libsodium throws for what was not sealed so.
			isFalse = true;
		}
	}

	return {
		taken: () => taken,
		take(sealed) {
			taken += sealed.length;
			isFalse ||= taken > total;
			if (isFalse) return;
			waiting = joinBytes(waiting, sealed);
			let at = 0;
			for (; waiting.length - at >= CHUNK + SEAL; at += CHUNK + SEAL) openChunk(waiting.subarray(at, at + CHUNK + SEAL));
			if (taken === total && at < waiting.length) {
				openChunk(waiting.subarray(at));
				at = waiting.length;
			}
			waiting = waiting.slice(at);
		},
		whole: () => (!isFalse && taken === total && toHex(sodium.crypto_hash_sha256(file)) === hash ? file : null),
	};
}
