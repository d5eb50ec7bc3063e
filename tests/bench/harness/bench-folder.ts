/**
 * Where a run of the benches keeps what it makes: the app as it was when the run began, corpora, prepared books.
 * `npm run bench` makes one for all benches and throws it away; a bench that is started alone makes its own.
 */
import { existsSync, mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

const BENCH_FOLDER = "COMMONPLACE_BENCH_FOLDER";

/** The folder of this run. Named by the environment, or made now and thrown away when the process ends. */
export function benchFolder(): string {
	const given = process.env[BENCH_FOLDER];
	if (given !== undefined && given !== "") {
		mkdirSync(given, { recursive: true });
		return given;
	}
	const made = mkdtempSync(join(tmpdir(), "commonplace-bench-"));
	process.env[BENCH_FOLDER] = made;
	process.on("exit", () => rmSync(made, { recursive: true, force: true }));
	return made;
}

/** Makes something in the run's folder the first time it is needed; half-made things are made again. */
export async function onceInRun(name: string, make: (folder: string) => Promise<void>): Promise<string> {
	const folder = join(benchFolder(), name);
	const done = `${folder}.done`;
	if (existsSync(done)) return folder;
	rmSync(folder, { recursive: true, force: true });
	mkdirSync(folder, { recursive: true });
	await make(folder);
	mkdirSync(done);
	return folder;
}

/** A fresh empty folder in the run's folder. */
export function freshFolder(name: string): string {
	return mkdtempSync(join(benchFolder(), `${name}-`));
}
