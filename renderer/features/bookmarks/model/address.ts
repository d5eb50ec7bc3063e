/** From what a person types or pastes to an address that may be kept, or to the reason why not. */
import { isSafeAddress, parseAddress } from "../../../../shared/model/names";

export type AddressProblem = "empty" | "script" | "local-file" | "data" | "other-scheme" | "no-address";

export type ReadAddress =
	| { readonly is: "address"; readonly url: string }
	| { readonly is: "refused"; readonly why: AddressProblem; readonly scheme: string };

const SCRIPTS = new Set(["javascript:", "vbscript:", "livescript:"]);
const TAKEN = new Set(["http:", "https:", "mailto:"]);
const DATA = new Set(["data:", "blob:", "filesystem:"]);

/**
 * Reads an address as people write it: spaces around it and a missing `https://` do not matter, an e-mail
 * address becomes `mailto:`. Only http, https and mailto are taken; the reason for a refusal is told.
 */
export function readAddress(typed: string): ReadAddress {
	// Line breaks inside a pasted address are from wrapped mail; invisible characters around it came along by copying.
	const text = typed.replace(/\p{Cc}+/gu, "").replace(/^[\s\p{Cf}]+|[\s\p{Cf}]+$/gu, "");
	if (text === "") return refused("empty");
	if (isSafeAddress(text)) {
		const parsed = parseAddress(text);
		const reachable = parsed !== null && (parsed.protocol === "mailto:" ? parsed.pathname.includes("@") : parsed.hostname !== "");
		return reachable ? { is: "address", url: text } : refused("no-address");
	}
	// Invisible characters may hide a scheme; elsewhere in an address they can belong to it.
	const scheme = schemeOf(text.replace(/\p{Cf}+/gu, ""));
	if (scheme !== "") return refused(problemOf(scheme), scheme);
	if (/^[^\s@/]+@[^\s@/]+\.[^\s@/]+$/.test(text)) return { is: "address", url: `mailto:${text}` };
	const guess = `https://${text.replace(/^\/+/, "")}`;
	return looksLikeHost(guess) ? { is: "address", url: guess } : refused("no-address");
}

/** `host:8080` has no scheme, `file:/x` has one. */
function schemeOf(text: string): string {
	const match = /^([a-z][a-z0-9+.-]*):(.*)$/is.exec(text);
	const [, name = "", rest = ""] = match ?? [];
	if (match === null || /^\d+(\/|\?|#|$)/.test(rest)) return "";
	return `${name.toLowerCase()}:`;
}

function problemOf(scheme: string): AddressProblem {
	if (SCRIPTS.has(scheme)) return "script";
	if (scheme === "file:") return "local-file";
	if (TAKEN.has(scheme)) return "no-address";
	return DATA.has(scheme) ? "data" : "other-scheme";
}

/** A name with a dot, `localhost`, or an IPv6 address: what people mean when they leave out the scheme. */
function looksLikeHost(url: string): boolean {
	const host = /\s/.test(url) ? "" : (parseAddress(url)?.hostname ?? "");
	return host === "localhost" || host.startsWith("[") || /^[^.]+(\.[^.]+)+\.?$/.test(host);
}

function refused(why: AddressProblem, scheme = ""): ReadAddress {
	return { is: "refused", why, scheme };
}
