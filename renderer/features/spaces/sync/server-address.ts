/** Addresses of servers as people write them. */

/** What was typed as a server's address: `example.org` is `wss://example.org`. Null when it can be none. */
export function serverAddress(typed: string): string | null {
	const text = typed.trim();
	if (text === "" || /\s/.test(text)) return null;
	const written = /^[a-z][a-z0-9+.-]*:\/\//i.test(text) ? text : `wss://${text}`;
	try {
		const url = new URL(written.replace(/^http/i, "ws"));
		if ((url.protocol !== "wss:" && url.protocol !== "ws:") || url.username !== "" || url.hostname === "") return null;
		return url.href.replace(/\/$/, "");
	} catch {
		return null;
	}
}

/** The part of an address that people know it by: `example.org`, `localhost:4000`. */
export function hostOf(address: string): string {
	try {
		return new URL(address).host;
	} catch {
		return address;
	}
}
