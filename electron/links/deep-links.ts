import type { ShellCommand } from "../../shared/host";
import { isAddress } from "./is-address";

const longest = 8000;

/** The `commonplace://` link among the arguments of a start, if there is one. */
export function linkAmong(args: readonly string[]): string | null {
	return args.find((argument) => argument.startsWith("commonplace://")) ?? null;
}

/**
 * What a `commonplace://` link asks for: `commonplace://item/<id>`, `commonplace://new/bookmark?url=&title=` or
 * `commonplace://join?server=…#<space>.<secret>`.
 * Null for everything else: a link can come from any web page, so nothing is guessed.
 */
export function parseDeepLink(link: string): ShellCommand | null {
	if (link.length > longest || !isAddress(link)) return null;
	const id = /^commonplace:\/\/item\/([A-Za-z0-9_-]{1,64})\/?$/.exec(link)?.[1];
	if (id !== undefined) return { do: "open-item", id };
	if (/^commonplace:\/\/join\/?(?:\?[^#]*)?#[0-9a-f]{32}\.[0-9a-f]{64}$/.test(link)) return { do: "join", link };
	return link.startsWith("commonplace://new/bookmark?") ? parseNewBookmark(new URL(link).searchParams) : null;
}

function parseNewBookmark(given: URLSearchParams): ShellCommand | null {
	const names = [...given.keys()];
	if (names.some((name) => name !== "url" && name !== "title") || new Set(names).size !== names.length) return null;
	const url = given.get("url");
	const title = given.get("title")?.slice(0, 500);
	if (url === null || !isAddress(url) || !["http:", "https:"].includes(new URL(url).protocol)) return null;
	return { do: "new", kind: "bookmark", url, ...(title === undefined ? {} : { title }) };
}
