import { type FileHandle, open, readFile } from "node:fs/promises";
import { join, parse } from "node:path";
import { z } from "zod";
import { syncFolder, writeAtomically } from "../files/atomic-write";
import { HostFailure, isMissing } from "../files/host-failure";
import { StoredKeys } from "./stored-keys";

/** Where keys rest. `read` gives null only when there never were any; it fails, and nothing is overwritten, when they cannot be read. */
export interface KeyStorage {
	read(): Promise<StoredKeys | null>;
	write(keys: StoredKeys): Promise<void>;
	/** Writes other keys in place of those that are there, which are set aside and never lost. */
	replace(keys: StoredKeys): Promise<void>;
}

/** The system's secret store: seals with a key that only this person's session on this machine has. Null where there is none. */
export interface SecretSeal {
	seal(text: string): Uint8Array;
	/** Fails when it was sealed by another person, on another machine, or was damaged. */
	open(bytes: Uint8Array): string;
}

const KeyFile = z.strictObject({ version: z.literal(1), protectedBy: z.enum(["system", "file-permissions"]), keys: z.string() });

/** Keys in a file that only this person's account may read, sealed by the system's secret store where there is one. */
export function createFileKeyStorage(path: string, seal: SecretSeal | null): KeyStorage {
	const write = async (keys: StoredKeys): Promise<void> => {
		const text = JSON.stringify(keys);
		const bytes = seal === null ? Buffer.from(text, "utf8") : Buffer.from(seal.seal(text));
		const file: z.infer<typeof KeyFile> = {
			version: 1,
			protectedBy: seal === null ? "file-permissions" : "system",
			keys: bytes.toString("base64"),
		};
		await writeAtomically(path, Buffer.from(JSON.stringify(file)), 0o600);
	};
	return {
		write,
		async replace(keys) {
			await setAside(path);
			await write(keys);
		},
		async read() {
			const bytes = await readOrNull(path);
			if (bytes === null) return null;
			const { keys, wasSealed } = openKeyFile(path, bytes, seal);
			// The system has got a secret store since: from now on the keys rest there.
			if (!wasSealed && seal !== null) await write(keys);
			return keys;
		},
	};
}

/** Keeps a copy of the key file beside it as `<name>-<time>.json`. The file itself stays, so that there are keys at every moment. */
async function setAside(path: string): Promise<void> {
	const bytes = await readOrNull(path);
	if (bytes === null) return;
	const { dir, name, ext } = parse(path);
	const time = new Date().toISOString().replaceAll(":", "-");
	for (let count = 1; ; count += 1) {
		const aside = join(dir, `${name}-${time}${count === 1 ? "" : `-${count}`}${ext}`);
		if (await writeNew(aside, bytes)) break;
	}
	await syncFolder(dir);
}

/** False when there is a file of that name already. */
async function writeNew(path: string, bytes: Uint8Array): Promise<boolean> {
	let file: FileHandle;
	try {
		file = await open(path, "wx", 0o600);
	} catch (error) {
		if ((error as NodeJS.ErrnoException).code === "EEXIST") return false;
		throw error;
	}
	try {
		await file.writeFile(bytes);
		await file.sync();
	} finally {
		await file.close();
	}
	return true;
}

async function readOrNull(path: string): Promise<Buffer | null> {
	try {
		return await readFile(path);
	} catch (error) {
		if (isMissing(error)) return null;
		throw new HostFailure("keys-unreadable", `the key file ${path} cannot be read`, { cause: error });
	}
}

function openKeyFile(path: string, bytes: Buffer, seal: SecretSeal | null): { keys: StoredKeys; wasSealed: boolean } {
	try {
		const file = KeyFile.parse(JSON.parse(bytes.toString("utf8")));
		const content = Buffer.from(file.keys, "base64");
		if (file.protectedBy === "file-permissions") return { keys: StoredKeys.parse(JSON.parse(content.toString("utf8"))), wasSealed: false };
		if (seal === null) throw new Error("the system's secret store that sealed it is not available");
		return { keys: StoredKeys.parse(JSON.parse(seal.open(content))), wasSealed: true };
	} catch (error) {
		// The causes of such failures can quote what they choked on; a key must not reach a log that way.
		const why = error instanceof z.ZodError || error instanceof SyntaxError ? "its content is damaged" : String(error);
		throw new HostFailure("keys-unreadable", `the key file ${path} cannot be opened: ${why}`);
	}
}

/** Keys in memory, for tests of what stands on them. */
export function createMemoryKeyStorage(): KeyStorage {
	let held: string | null = null;
	const write = async (keys: StoredKeys): Promise<void> => {
		held = JSON.stringify(keys);
	};
	return { read: async () => (held === null ? null : StoredKeys.parse(JSON.parse(held))), write, replace: write };
}
