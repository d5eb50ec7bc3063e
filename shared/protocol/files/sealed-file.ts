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
const SEALED_CHUNK = CHUNK + SEAL;

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

/** Gives the file's bytes from a place on; fewer at its end. */
export type ReadFile = (from: number, length: number) => Promise<Uint8Array>;

/** The sealed bytes of a file of so many bytes from a place on, at most `length` of them. */
export async function sealPart(
	sodium: Sodium,
	{ key }: SealedFile,
	size: number,
	from: number,
	length: number,
	read: ReadFile,
): Promise<Uint8Array> {
	const end = Math.min(sealedSize(size), from + length);
	if (from >= end) return new Uint8Array();
	const [first, last] = [Math.floor(from / SEALED_CHUNK), Math.floor((end - 1) / SEALED_CHUNK)];
	const file = size === 0 ? new Uint8Array() : await read(first * CHUNK, Math.min(size, (last + 1) * CHUNK) - first * CHUNK);
	const parts: Uint8Array[] = [];
	for (let chunk = first; chunk <= last; chunk += 1) {
		const nonce = chunkNonce(chunk, chunk === chunksOf(size) - 1);
		const plain = file.subarray((chunk - first) * CHUNK, (chunk - first + 1) * CHUNK);
		parts.push(sodium.crypto_aead_xchacha20poly1305_ietf_encrypt(plain, null, null, nonce, key));
	}
	return joinBytes(...parts).slice(from - first * SEALED_CHUNK, end - first * SEALED_CHUNK);
}

/** Opens the sealed bytes of a file as they come. */
export interface FileOpener {
	/** Sealed bytes that have been taken, or that were there before. */
	taken(): number;
	/** The file's next bytes, as far as they can be opened; null when these are none of its bytes. */
	take(sealed: Uint8Array): Uint8Array | null;
}

/** For a file of so many bytes of which the first `has` are there: whole chunks, or all of it. */
export function openFile(sodium: Sodium, { key }: SealedFile, size: number, has: number): FileOpener {
	const total = sealedSize(size);
	let chunk = has === size && size > 0 ? chunksOf(size) : Math.floor(has / CHUNK);
	let waiting: Uint8Array = new Uint8Array();
	let taken = chunk === chunksOf(size) ? total : chunk * SEALED_CHUNK;

	function openChunk(sealed: Uint8Array): Uint8Array | null {
		try {
			const nonce = chunkNonce(chunk, chunk === chunksOf(size) - 1);
			const plain = sodium.crypto_aead_xchacha20poly1305_ietf_decrypt(null, sealed, null, nonce, key);
			chunk += 1;
			return plain;
		} catch {
			// libsodium throws for what was not sealed so.
			return null;
		}
	}

	return {
		taken: () => taken,
		take(sealed) {
			taken += sealed.length;
			if (taken > total) return null;
			waiting = joinBytes(waiting, sealed);
			const opened: Uint8Array[] = [];
			while (waiting.length >= SEALED_CHUNK || (taken === total && waiting.length > 0)) {
				const plain = openChunk(waiting.subarray(0, SEALED_CHUNK));
				if (plain === null) return null;
				opened.push(plain);
				waiting = waiting.slice(SEALED_CHUNK);
			}
			return joinBytes(...opened);
		},
	};
}
