import { FILES_ORIGIN } from "../start/book-origin";

/**
 * What the interface may load: its own scripts and workers (WebAssembly included), its own styles
 * (components set inline ones), pictures and sound from the person's files. No network, no frames, no plugins.
 */
export const BOOK_POLICY = [
	"default-src 'none'",
	"script-src 'self' 'wasm-unsafe-eval'",
	"worker-src 'self'",
	"style-src 'self' 'unsafe-inline'",
	"font-src 'self'",
	`img-src 'self' data: blob: ${FILES_ORIGIN}`,
	`media-src 'self' blob: ${FILES_ORIGIN}`,
	"connect-src 'self'",
	"manifest-src 'self'",
	"object-src 'none'",
	"frame-src 'none'",
	"frame-ancestors 'none'",
	"base-uri 'none'",
	"form-action 'none'",
].join("; ");

/** For the person's files: whatever is in them, it runs nothing and loads nothing. */
export const FILE_POLICY = "sandbox; default-src 'none'; style-src 'unsafe-inline'";
