/** What two laptops show one another so that the second becomes the first one's person's. */
import { z } from "zod";
import { fromHex, toHex } from "../../../shared/protocol/bytes";
import { isServerAddress } from "../../../shared/protocol/membership/invite-link";
import { PublicKey, SpaceId } from "../../../shared/protocol/membership/statements";

/** What the laptop that has the person's key gives. */
export interface LaptopAnswer {
	readonly person: string;
	readonly certificate: Uint8Array;
	/** Where these spaces can be reached; null: only where the laptops meet. */
	readonly spaces: readonly { readonly space: string; readonly server: string | null }[];
}

const LONGEST_ANSWER = 20_000;
const Certificate = z.string().regex(/^[0-9a-f]{128}$/);

/** `commonplace://laptop#<device key>` */
export function writeLaptopCode(device: string): string {
	return `commonplace://laptop#${device}`;
}

/** The device's key, hex; null when the text is no such code. */
export function readLaptopCode(text: string): string | null {
	const device = PublicKey.safeParse(readCode(text, "laptop")?.hash);
	return device.success ? device.data : null;
}

/** `commonplace://laptop-answer?in=<space>@<server>&…#<person>.<certificate>` */
export function writeLaptopAnswer({ person, certificate, spaces }: LaptopAnswer): string {
	const query = new URLSearchParams(spaces.map(({ space, server }) => ["in", `${space}@${server ?? ""}`]));
	return `commonplace://laptop-answer?${query}#${person}.${toHex(certificate)}`;
}

export function readLaptopAnswer(text: string): LaptopAnswer | null {
	const code = readCode(text, "laptop-answer");
	if (code === null) return null;
	const [person, certificate] = code.hash.split(".");
	const [key, signature] = [PublicKey.safeParse(person), Certificate.safeParse(certificate)];
	if (!key.success || !signature.success) return null;
	const spaces = code.query.getAll("in").flatMap((place) => {
		const at = place.indexOf("@");
		const [space, server] = [SpaceId.safeParse(place.slice(0, at)), place.slice(at + 1)];
		return space.success ? [{ space: space.data, server: isServerAddress(server) ? server : null }] : [];
	});
	return { person: key.data, certificate: fromHex(signature.data), spaces };
}

interface Code {
	readonly query: URLSearchParams;
	/** What stands behind `#`. */
	readonly hash: string;
}

/** Not by `URL`: how browsers cut addresses of schemes that they do not know differs from one version to the next. */
function readCode(text: string, host: string): Code | null {
	if (text.length > LONGEST_ANSWER) return null;
	const [, found, query, hash] = /^commonplace:\/\/([a-z-]+)\/?(\?[^#]*)?#(.*)$/.exec(text.trim()) ?? [];
	return found === host && hash !== undefined ? { query: new URLSearchParams(query ?? ""), hash } : null;
}
