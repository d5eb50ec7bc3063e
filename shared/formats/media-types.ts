/** Media types by a file's ending: what a vault's attachments usually are. */
const MEDIA_TYPES: Readonly<Record<string, string>> = {
	avif: "image/avif",
	bmp: "image/bmp",
	gif: "image/gif",
	heic: "image/heic",
	ico: "image/x-icon",
	jpeg: "image/jpeg",
	jpg: "image/jpeg",
	png: "image/png",
	svg: "image/svg+xml",
	tif: "image/tiff",
	tiff: "image/tiff",
	webp: "image/webp",
	"3gp": "audio/3gpp",
	aac: "audio/aac",
	flac: "audio/flac",
	m4a: "audio/mp4",
	mp3: "audio/mpeg",
	oga: "audio/ogg",
	ogg: "audio/ogg",
	opus: "audio/ogg",
	wav: "audio/wav",
	avi: "video/x-msvideo",
	mkv: "video/x-matroska",
	mov: "video/quicktime",
	mp4: "video/mp4",
	ogv: "video/ogg",
	webm: "video/webm",
	base: "text/yaml",
	canvas: "application/json",
	css: "text/css",
	csv: "text/csv",
	doc: "application/msword",
	docx: "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
	epub: "application/epub+zip",
	htm: "text/html",
	html: "text/html",
	js: "text/javascript",
	json: "application/json",
	md: "text/markdown",
	odp: "application/vnd.oasis.opendocument.presentation",
	ods: "application/vnd.oasis.opendocument.spreadsheet",
	odt: "application/vnd.oasis.opendocument.text",
	pdf: "application/pdf",
	ppt: "application/vnd.ms-powerpoint",
	pptx: "application/vnd.openxmlformats-officedocument.presentationml.presentation",
	rtf: "application/rtf",
	tsv: "text/tab-separated-values",
	txt: "text/plain",
	xls: "application/vnd.ms-excel",
	xlsx: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
	xml: "application/xml",
	yaml: "text/yaml",
	yml: "text/yaml",
	zip: "application/zip",
};

/** The media type of a file by its name; `application/octet-stream` where the ending says nothing. */
export function mediaTypeOf(fileName: string): string {
	return knownMediaType(fileName) ?? "application/octet-stream";
}

/** Whether a link's target names a file rather than a page. */
export function namesAttachment(target: string): boolean {
	const type = knownMediaType(target);
	return type !== null && type !== "text/markdown";
}

function knownMediaType(fileName: string): string | null {
	const ending = /\.([a-z0-9]{1,10})$/i.exec(fileName.trim())?.[1]?.toLowerCase() ?? "";
	return Object.hasOwn(MEDIA_TYPES, ending) ? (MEDIA_TYPES[ending] ?? null) : null;
}
