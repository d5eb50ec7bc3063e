/** Decompression that stops at a limit, so that a small file cannot become a large one. */

/** The bytes of a zlib stream; null when it is damaged or would be longer than `most` bytes. */
export async function inflate(bytes: Uint8Array<ArrayBuffer>, most: number): Promise<Uint8Array | null> {
	const stream = new DecompressionStream("deflate");
	const writer = stream.writable.getWriter();
	// What goes wrong with writing shows when reading.
	const written = writer
		.write(bytes)
		.then(() => writer.close())
		.catch(() => undefined);
	const reader = stream.readable.getReader();
	const parts: Uint8Array[] = [];
	let length = 0;
	try {
		for (let next = await reader.read(); next.value !== undefined; next = await reader.read()) {
			length += next.value.length;
			if (length > most) {
				await reader.cancel();
				return null;
			}
			parts.push(next.value);
		}
	} catch {
		return null;
	}
	await written;
	const whole = new Uint8Array(length);
	let at = 0;
	for (const part of parts) {
		whole.set(part, at);
		at += part.length;
	}
	return whole;
}
