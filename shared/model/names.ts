/** How names, tags and addresses are compared. */

/** The key a name is found by: case, surrounding space and Unicode form do not matter; neither does an `.md` ending. */
export function nameKey(name: string): string {
	const last = name.slice(name.lastIndexOf("/") + 1);
	return last.replace(/\.md$/i, "").normalize("NFC").trim().replace(/\s+/g, " ").toLowerCase().slice(0, 400);
}

/** A title on one line, without characters that cannot be seen. */
export function cleanTitle(title: string): string {
	return title
		.normalize("NFC")
		.replace(/\p{Cc}+/gu, " ")
		.replace(/\s+/g, " ")
		.trim()
		.slice(0, 2000);
}

/** A tag as it is kept: no `#`, no spaces at the ends, spaces inside become `-`, nested by `/`. "" when nothing is left. */
export function cleanTag(tag: string): string {
	const clean = tag
		.normalize("NFC")
		.replace(/^#+/, "")
		.replace(/[\p{Cc},#]+/gu, " ")
		.trim()
		.replace(/\s+/g, "-")
		.replace(/\/{2,}/g, "/")
		.replace(/^\/|\/$/g, "")
		.slice(0, 200);
	// Tags are the keys of a map in the document, and this is the one key that Automerge refuses.
	return clean === "__proto__" ? "" : clean;
}

/** Whether this is an address that a bookmark may have and that may be opened: http, https or mailto. */
export function isSafeAddress(address: string): boolean {
	return isSafe(parseAddress(address));
}

const SAFE_SCHEMES: readonly string[] = ["http:", "https:", "mailto:"];

function isSafe(parsed: URL | null): boolean {
	return parsed !== null && SAFE_SCHEMES.includes(parsed.protocol);
}

/** Parses an absolute address; null when it is not one. */
export function parseAddress(address: string): URL | null {
	try {
		return new URL(address.trim());
	} catch {
		return null;
	}
}

const TRACKING = /^(utm_\w+|fbclid|gclid|mc_eid|igshid)$/i;

/** The key that finds duplicates of a bookmark: same place, whatever the scheme, `www.`, fragment, trailing slash or tracking marks. */
export function urlKey(address: string): string {
	return keyOf(address, parseAddress(address));
}

function keyOf(address: string, parsed: URL | null): string {
	if (parsed === null) return address.trim().slice(0, 400);
	const search = parsed.search === "" ? "" : searchKey(parsed.searchParams);
	const host = parsed.host.replace(/^www\./, "");
	const path = parsed.pathname.replace(/\/+$/, "");
	const scheme = /^https?:$/.test(parsed.protocol) ? "" : parsed.protocol;
	return `${scheme}${host}${path}${search}`.slice(0, 400);
}

function searchKey(search: URLSearchParams): string {
	const query = [...search.entries()].filter(([name]) => !TRACKING.test(name)).sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0));
	return query.length === 0 ? "" : `?${new URLSearchParams(query).toString()}`;
}

/** What an address says, read once: parsing it is most of the work. */
export interface ReadAddress {
	/** `isSafeAddress` */
	readonly isSafe: boolean;
	/** `urlKey` */
	readonly key: string;
	/** The host without `www.`, or "" when there is none. */
	readonly host: string;
}

export function readAddress(address: string): ReadAddress {
	const parsed = parseAddress(address);
	return { isSafe: isSafe(parsed), key: keyOf(address, parsed), host: parsed?.host.replace(/^www\./, "") ?? "" };
}
