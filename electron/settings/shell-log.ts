import { appendFileSync, mkdirSync, renameSync, statSync } from "node:fs";
import { join } from "node:path";

export type Note = (line: string) => void;

const largest = 1024 * 1024;

/** Notes for who looks for the cause of a fault, in logs/shell.log; at most two files of 1 MB. Never holds what the person wrote. */
export function createShellLog(folder: string): Note {
	const path = join(folder, "logs", "shell.log");
	return (line) => {
		try {
			mkdirSync(join(folder, "logs"), { recursive: true });
			if ((statSync(path, { throwIfNoEntry: false })?.size ?? 0) > largest) renameSync(path, `${path}.1`);
			appendFileSync(path, `${new Date().toISOString()} ${line}\n`, { mode: 0o600 });
		} catch {
			// A log that cannot be written (a full disk) must not stop the work it is about; the console is what is left.
			process.stderr.write(`${line}\n`);
		}
	};
}
