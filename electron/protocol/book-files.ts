import { readFile } from "node:fs/promises";
import { extname, join } from "node:path";
import { exactBytes } from "../files/exact-bytes";
import { BOOK_POLICY } from "./content-security-policy";
import { pathSegments } from "./request-path";

const types: Readonly<Record<string, string>> = {
	".html": "text/html; charset=utf-8",
	".js": "text/javascript; charset=utf-8",
	".mjs": "text/javascript; charset=utf-8",
	".css": "text/css; charset=utf-8",
	".json": "application/json; charset=utf-8",
	".wasm": "application/wasm",
	".woff2": "font/woff2",
	".woff": "font/woff",
	".svg": "image/svg+xml",
	".png": "image/png",
	".jpg": "image/jpeg",
	".webp": "image/webp",
	".ico": "image/x-icon",
	".txt": "text/plain; charset=utf-8",
};

export interface BookFolders {
	/** The built interface. */
	readonly renderer: string;
	/** The page for when the interface cannot run, at `/crash/`. */
	readonly crash: string;
}

/** Serves the interface's own files, each with the policy that binds it; 404 for everything else. */
export async function serveBookFile(folders: BookFolders, address: URL): Promise<Response> {
	const segments = address.pathname === "/" ? ["index.html"] : pathSegments(address.pathname);
	if (segments === null) return notFound();
	const [first, ...rest] = segments;
	const path = first === "crash" ? join(folders.crash, ...rest) : join(folders.renderer, ...segments);
	const type = types[extname(path)];
	if (type === undefined) return notFound();
	try {
		const bytes = await readFile(path);
		return new Response(exactBytes(bytes), { headers: headers(type) });
	} catch {
		return notFound();
	}
}

export function notFound(): Response {
	return new Response("Not found", { status: 404, headers: headers("text/plain; charset=utf-8") });
}

function headers(type: string): Record<string, string> {
	return {
		"content-type": type,
		"content-security-policy": BOOK_POLICY,
		"x-content-type-options": "nosniff",
		"referrer-policy": "no-referrer",
		"cross-origin-opener-policy": "same-origin",
	};
}
