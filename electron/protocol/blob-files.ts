import { Readable } from "node:stream";
import type { BlobStore } from "../files/blob-store";
import { readByteRange } from "./byte-range";
import { FILE_POLICY } from "./content-security-policy";
import { contentType } from "./content-type";

const beginningLength = 512;

/** Serves one of the person's files, `app://files/<sha256>?type=…&name=…`, whole or in part. */
export async function serveBlob(blobs: BlobStore, request: Request): Promise<Response> {
	const address = new URL(request.url);
	const hash = /^\/([0-9a-f]{64})$/.exec(address.pathname)?.[1];
	const size = hash === undefined ? null : await blobs.size(hash);
	if (hash === undefined || size === null) return new Response("Not found", { status: 404, headers: fixed("text/plain; charset=utf-8") });
	const beginning = await firstBytes(blobs, hash, size);
	const headers = {
		...fixed(contentType(beginning, address.searchParams.get("type"), address.searchParams.get("name"))),
		"accept-ranges": "bytes",
		// The name is the hash of the bytes, so they can never change.
		"cache-control": "private, max-age=31536000, immutable",
	};
	const range = readByteRange(request.headers.get("range"), size);
	switch (range.wants) {
		case "impossible":
			return new Response(null, { status: 416, headers: { ...headers, "content-range": `bytes */${size}` } });
		case "all":
			return new Response(size === 0 ? null : stream(blobs.readParts(hash)), { headers: { ...headers, "content-length": String(size) } });
		case "some": {
			const { start, end } = range;
			const part = { "content-range": `bytes ${start}-${end}/${size}`, "content-length": String(end - start + 1) };
			return new Response(stream(blobs.readParts(hash, start, end)), { status: 206, headers: { ...headers, ...part } });
		}
	}
}

async function firstBytes(blobs: BlobStore, hash: string, size: number): Promise<Uint8Array> {
	const parts: Uint8Array[] = [];
	if (size > 0) for await (const part of blobs.readParts(hash, 0, Math.min(size, beginningLength) - 1)) parts.push(part);
	return Buffer.concat(parts);
}

function stream(parts: AsyncIterable<Uint8Array>): ReadableStream<Uint8Array> {
	return Readable.toWeb(Readable.from(parts)) as ReadableStream<Uint8Array>;
}

function fixed(type: string): Record<string, string> {
	return {
		"content-type": type,
		"content-security-policy": FILE_POLICY,
		"x-content-type-options": "nosniff",
		"referrer-policy": "no-referrer",
	};
}
