/** Types that a file may be shown as. Nothing here can run a script of its own in the origin of the files. */
const safe = new Set([
	"image/png",
	"image/jpeg",
	"image/gif",
	"image/webp",
	"image/avif",
	"image/bmp",
	"image/x-icon",
	"image/svg+xml",
	"audio/mpeg",
	"audio/ogg",
	"audio/wav",
	"audio/flac",
	"audio/mp4",
	"audio/webm",
	"video/mp4",
	"video/webm",
	"video/ogg",
	"video/quicktime",
	"application/pdf",
]);

const byEnding: Readonly<Record<string, string>> = {
	png: "image/png",
	jpg: "image/jpeg",
	jpeg: "image/jpeg",
	gif: "image/gif",
	webp: "image/webp",
	avif: "image/avif",
	bmp: "image/bmp",
	ico: "image/x-icon",
	svg: "image/svg+xml",
	mp3: "audio/mpeg",
	ogg: "audio/ogg",
	oga: "audio/ogg",
	opus: "audio/ogg",
	wav: "audio/wav",
	flac: "audio/flac",
	m4a: "audio/mp4",
	mp4: "video/mp4",
	m4v: "video/mp4",
	webm: "video/webm",
	ogv: "video/ogg",
	mov: "video/quicktime",
	pdf: "application/pdf",
};

const byBeginning: readonly (readonly [string, number, readonly number[]])[] = [
	["image/png", 0, [0x89, 0x50, 0x4e, 0x47]],
	["image/jpeg", 0, [0xff, 0xd8, 0xff]],
	["image/gif", 0, [0x47, 0x49, 0x46, 0x38]],
	["image/webp", 8, [0x57, 0x45, 0x42, 0x50]],
	["image/avif", 4, [0x66, 0x74, 0x79, 0x70, 0x61, 0x76, 0x69]],
	["image/bmp", 0, [0x42, 0x4d]],
	["application/pdf", 0, [0x25, 0x50, 0x44, 0x46, 0x2d]],
	["audio/flac", 0, [0x66, 0x4c, 0x61, 0x43]],
	["audio/mpeg", 0, [0x49, 0x44, 0x33]],
	["audio/wav", 8, [0x57, 0x41, 0x56, 0x45]],
];

/**
 * What a file is served as: what its first bytes say, else the type that the interface asked for, else what its name says,
 * each only if it is on the safe list; otherwise bytes without a meaning.
 */
export function contentType(beginning: Uint8Array, asked: string | null, name: string | null): string {
	const known = byBeginning.find(([, offset, mark]) => mark.every((byte, index) => beginning[offset + index] === byte));
	if (known !== undefined) return known[0];
	const wanted = asked ?? byEnding[name?.split(".").pop()?.toLowerCase() ?? ""];
	if (wanted === undefined || !safe.has(wanted)) return "application/octet-stream";
	return wanted === "image/svg+xml" && !looksLikeMarkup(beginning) ? "application/octet-stream" : wanted;
}

function looksLikeMarkup(beginning: Uint8Array): boolean {
	return /^\uFEFF?\s*</.test(new TextDecoder().decode(beginning));
}
