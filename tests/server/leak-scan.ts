/** Looks for what a blind server must never have: in files, in any spelling that bytes usually take. */
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";

/** Something that only people may know: a title, a text, an address, a name, a key. */
export interface Secret {
	readonly name: string;
	readonly value: string | Uint8Array;
}

/** Below this anything is found by chance. */
const SHORTEST = 8;

/** The spellings of a secret that are looked for. */
function spellings({ name, value }: Secret): readonly { readonly name: string; readonly bytes: Buffer }[] {
	const plain = Buffer.from(value);
	if (plain.length < SHORTEST) throw new RangeError(`“${name}” is too short to be looked for: give at least ${SHORTEST} bytes`);
	const hex = plain.toString("hex");
	const texts = [
		{ name: "hex", text: hex },
		{ name: "hex in capitals", text: hex.toUpperCase() },
		...[0, 1, 2].flatMap((shift) => {
			const inside = base64Inside(plain, shift);
			return [
				{ name: "base64", text: inside },
				{ name: "base64 for addresses", text: inside.replaceAll("+", "-").replaceAll("/", "_") },
			];
		}),
		...(typeof value === "string" ? [{ name: "as in an address", text: encodeURIComponent(value) }] : []),
	];
	return [
		{ name: "plain", bytes: plain },
		...(typeof value === "string" ? [{ name: "16-bit text", bytes: Buffer.from(value, "utf16le") }] : []),
		...texts.map((one) => ({ name: one.name, bytes: Buffer.from(one.text) })),
	];
}

/** The digits of base64 that do not depend on what stands before and behind, when so many bytes stand before. */
function base64Inside(plain: Buffer, shift: number): string {
	const text = Buffer.concat([Buffer.alloc(shift), plain])
		.toString("base64")
		.replaceAll("=", "");
	const firstWhole = Math.ceil((shift * 8) / 6);
	const lastWhole = Math.floor(((shift + plain.length) * 8) / 6);
	return text.slice(firstWhole, lastWhole);
}

/** Where secrets were found: one line for each place and spelling. Empty: nowhere. */
export function findSecrets(place: string, content: Uint8Array, secrets: readonly Secret[]): readonly string[] {
	const bytes = Buffer.from(content.buffer, content.byteOffset, content.byteLength);
	return secrets.flatMap((secret) =>
		spellings(secret)
			.filter((spelling) => bytes.includes(spelling.bytes))
			.map((spelling) => `${place}: ${secret.name} (${spelling.name})`),
	);
}

/** The same for every file below a folder: a database's files, logs, blobs. */
export async function findSecretsBelow(folder: string, secrets: readonly Secret[]): Promise<readonly string[]> {
	const found: string[] = [];
	for (const entry of await readdir(folder, { withFileTypes: true, recursive: true })) {
		if (!entry.isFile()) continue;
		const file = join(entry.parentPath, entry.name);
		found.push(...findSecrets(file, await readFile(file), secrets));
	}
	return found;
}
