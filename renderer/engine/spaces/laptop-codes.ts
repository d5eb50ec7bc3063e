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
	const url = readUrl(text, "laptop");
	const device = PublicKey.safeParse(url?.hash.slice(1));
	return device.success ? device.data : null;
}

/** `commonplace://laptop-answer?in=<space>@<server>&…#<person>.<certificate>` */
export function writeLaptopAnswer({ person, certificate, spaces }: LaptopAnswer): string {
	const query = new URLSearchParams(spaces.map(({ space, server }) => ["in", `${space}@${server ?? ""}`]));
	return `commonplace://laptop-answer?${query}#${person}.${toHex(certificate)}`;
}

export function readLaptopAnswer(text: string): LaptopAnswer | null {
	const url = readUrl(text, "laptop-answer");
	if (url === null) return null;
	const [person, certificate] = url.hash.slice(1).split(".");
	const [key, signature] = [PublicKey.safeParse(person), Certificate.safeParse(certificate)];
	if (!key.success || !signature.success) return null;
	const spaces = url.searchParams.getAll("in").flatMap((place) => {
		const at = place.indexOf("@");
		const [space, server] = [SpaceId.safeParse(place.slice(0, at)), place.slice(at + 1)];
		return space.success ? [{ space: space.data, server: isServerAddress(server) ? server : null }] : [];
	});
	return { person: key.data, certificate: fromHex(signature.data), spaces };
}

function readUrl(text: string, host: string): URL | null {
	if (text.length > LONGEST_ANSWER) return null;
	try {
		const url = new URL(text.trim());
		return url.protocol === "commonplace:" && url.host === host ? url : null;
	} catch {
		return null;
	}
}
