/** Names that every file system takes, from titles that may be anything. */

/** Bytes of UTF-8; leaves room for an ending and a number within the 255 that file systems allow. */
const LONGEST_NAME = 200;

const DEVICE = /^(?:con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³])(?:\.|$)/i;

/** A file name (without ending) close to the title: the title itself wherever that is possible. */
export function fileNameOf(title: string): string {
	const plain = title
		.normalize("NFC")
		.replace(/[<>:"/\\|?*\p{Cc}\u2028\u2029]/gu, "-")
		.replace(/^\.+/, "_")
		.trim();
	const short = cutToBytes(plain, LONGEST_NAME).replace(/[. ]+$/, "");
	if (short === "") return "Untitled";
	return DEVICE.test(short) ? `_${short}` : short;
}

function cutToBytes(text: string, most: number): string {
	let bytes = 0;
	let end = 0;
	for (const character of text) {
		const code = character.codePointAt(0) ?? 0;
		bytes += code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x10000 ? 3 : 4;
		if (bytes > most) break;
		end += character.length;
	}
	return text.slice(0, end);
}

/** What makes two names the same on a file system that does not tell case. */
export function collisionKey(name: string): string {
	return name.normalize("NFC").toLowerCase();
}

/** The names of one folder: gives out each only once, adding a number where it must. */
export class FolderNames {
	readonly #taken = new Set<string>();
	readonly #nextNumber = new Map<string, number>();

	/** A name that is free with each of these endings; an ending includes its dot, or is "". */
	take(title: string, endings: readonly string[]): string {
		const name = fileNameOf(title);
		const start = collisionKey(name + endings.join("/"));
		for (let number = this.#nextNumber.get(start) ?? 1; ; number++) {
			const candidate = number === 1 ? name : `${name} ${number}`;
			const keys = endings.map((ending) => collisionKey(candidate + ending));
			if (keys.some((key) => this.#taken.has(key))) continue;
			for (const key of keys) this.#taken.add(key);
			this.#nextNumber.set(start, number + 1);
			return candidate;
		}
	}
}

/** Parts `photo.of.pump.jpg` into name and ending (`.jpg`); the ending is at most ten letters and digits. */
export function splitEnding(fileName: string): { readonly name: string; readonly ending: string } {
	const ending = /\.[a-z0-9]{1,10}$/i.exec(fileName)?.[0] ?? "";
	return ending.length === fileName.length
		? { name: fileName, ending: "" }
		: { name: fileName.slice(0, fileName.length - ending.length), ending };
}
