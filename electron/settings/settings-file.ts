import { readFileSync, renameSync } from "node:fs";
import { writeAtomically } from "../files/atomic-write";
import { isMissing } from "../files/host-failure";

/**
 * A small JSON file of the shell's. Reading never fails: a file that cannot be understood is set aside under another name,
 * so that nothing of it is lost, and null stands for "nothing usable".
 */
export function readJsonFile(path: string, note: (line: string) => void): unknown {
	let text: string;
	try {
		text = readFileSync(path, "utf8");
	} catch (error) {
		if (!isMissing(error)) note(`could not read ${path}: ${String(error)}`);
		return null;
	}
	try {
		return JSON.parse(text);
	} catch {
		setAside(path, note);
		return null;
	}
}

/** Keeps an unusable file under another name. */
export function setAside(path: string, note: (line: string) => void): void {
	const kept = `${path}.unreadable-${Date.now()}`;
	try {
		renameSync(path, kept);
		note(`${path} could not be understood; it was kept as ${kept}`);
	} catch (error) {
		note(`${path} could not be understood, nor set aside: ${String(error)}`);
	}
}

export async function writeJsonFile(path: string, value: unknown): Promise<void> {
	await writeAtomically(path, Buffer.from(`${JSON.stringify(value, null, "\t")}\n`));
}
