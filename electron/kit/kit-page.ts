import { readFile } from "node:fs/promises";
import { join } from "node:path";
import type { Session } from "electron";
import { exactBytes } from "../files/exact-bytes";

const KIT_ORIGIN = "app://kit";

/** The page's own files and nothing else: no network, no pictures, no connection to anything. */
const KIT_POLICY = [
	"default-src 'none'",
	"script-src 'self'",
	"style-src 'self'",
	"base-uri 'none'",
	"form-action 'none'",
	"frame-ancestors 'none'",
].join("; ");

const FILES: Readonly<Record<string, string>> = {
	"show.html": "text/html; charset=utf-8",
	"show.js": "text/javascript; charset=utf-8",
	"enter.html": "text/html; charset=utf-8",
	"enter.js": "text/javascript; charset=utf-8",
	"words.js": "text/javascript; charset=utf-8",
	"kit.css": "text/css; charset=utf-8",
};

export type KitPage = "show" | "enter";

export function kitAddress(page: KitPage): string {
	return `${KIT_ORIGIN}/${page}.html`;
}

export function isKitAddress(address: string): boolean {
	return address.startsWith(`${KIT_ORIGIN}/`);
}

/** In the session of the kit's windows there are the kit's pages alone. */
export function answerKitRequests(session: Session, folder: string): void {
	session.protocol.handle("app", async ({ url }) => {
		const { host, pathname } = new URL(url);
		const name = pathname.slice(1);
		const type = host === "kit" && Object.hasOwn(FILES, name) ? FILES[name] : undefined;
		if (type === undefined) return new Response("Not found", { status: 404 });
		return new Response(exactBytes(await readFile(join(folder, name))), {
			headers: {
				"content-type": type,
				"content-security-policy": KIT_POLICY,
				"x-content-type-options": "nosniff",
				"cache-control": "no-store",
			},
		});
	});
}
