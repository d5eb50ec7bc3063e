/**
 * The same bytes in a buffer of exactly their length. A Node Buffer may be a window on a larger pool,
 * and all of the pool would travel when it is sent to another process.
 */
export function exactBytes(bytes: Uint8Array): Uint8Array<ArrayBuffer> {
	const { buffer } = bytes;
	if (buffer instanceof ArrayBuffer && buffer.byteLength === bytes.byteLength) return new Uint8Array(buffer);
	return new Uint8Array(bytes);
}
