import { spawn } from "node:child_process";
import { resolve } from "node:path";

/** The folder of the checkout, wherever the script was started from. */
export const root = resolve(import.meta.dirname, "..");

export interface RunOptions {
	readonly environment?: Readonly<Record<string, string | undefined>>;
	readonly folder?: string;
}

/** Runs a program with our own input and output, and promises its exit code; 1 when a signal ended it. */
export function run(program: string, args: readonly string[], options: RunOptions = {}): Promise<number> {
	return new Promise((settle, reject) => {
		const child = spawn(program, [...args], {
			cwd: options.folder ?? root,
			stdio: "inherit",
			env: { ...process.env, ...options.environment },
		});
		// Whoever stops us means what we started too.
		const stop = (signal: NodeJS.Signals): void => void child.kill(signal);
		process.once("SIGTERM", stop);
		child.on("error", reject);
		child.on("exit", (code) => {
			process.off("SIGTERM", stop);
			settle(code ?? 1);
		});
	});
}

/** Runs a program quietly and promises what it printed, whatever its exit code. */
export function capture(program: string, args: readonly string[], options: RunOptions = {}): Promise<{ code: number; output: string }> {
	return new Promise((settle, reject) => {
		const child = spawn(program, [...args], {
			cwd: options.folder ?? root,
			stdio: ["ignore", "pipe", "pipe"],
			env: { ...process.env, ...options.environment },
		});
		const parts: Buffer[] = [];
		child.stdout.on("data", (part: Buffer) => parts.push(part));
		child.stderr.on("data", (part: Buffer) => parts.push(part));
		child.on("error", reject);
		child.on("close", (code) => settle({ code: code ?? 1, output: Buffer.concat(parts).toString("utf8") }));
	});
}

/** The path of a program that a package of ours brings along. */
export function packageProgram(name: string): string {
	return resolve(root, "node_modules", ".bin", process.platform === "win32" ? `${name}.cmd` : name);
}

/** Runs the script, and ends the process with its exit code or with its error as one readable line. */
export async function runScript(main: () => Promise<number>): Promise<void> {
	try {
		process.exitCode = await main();
	} catch (error) {
		console.error(error instanceof Error ? error.message : String(error));
		process.exitCode = 1;
	}
}
