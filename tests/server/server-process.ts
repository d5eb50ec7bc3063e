import { type ChildProcess, spawn } from "node:child_process";
import { join } from "node:path";

/** A server in a process of its own, as people run it. */
export interface ServerProcess {
	readonly port: number;
	/** What it printed so far. */
	output(): string;
	/** Ends it like a power cut, or politely, and resolves with its exit code (null after a power cut). */
	end(signal: "SIGKILL" | "SIGTERM"): Promise<number | null>;
}

const root = join(import.meta.dirname, "../..");
const START_WITHIN = 60_000;

/** Starts one; rejects with what it printed when it does not come up. */
export function startServerProcess(flags: readonly string[], environment: Readonly<Record<string, string>> = {}): Promise<ServerProcess> {
	const child = spawn(process.execPath, ["--import", "tsx", join(root, "server/main.ts"), "--port", "0", ...flags], {
		cwd: root,
		env: { ...process.env, ...environment },
		stdio: ["ignore", "pipe", "pipe"],
	});
	let printed = "";
	return new Promise((resolve, reject) => {
		const tooLate = setTimeout(() => {
			child.kill("SIGKILL");
			reject(new Error(`the server did not come up:\n${printed}`));
		}, START_WITHIN);
		const hear = (part: Buffer): void => {
			printed += part.toString("utf8");
			const [, port] = /"port":(\d+)/.exec(printed) ?? [];
			if (port === undefined) return;
			clearTimeout(tooLate);
			resolve({ port: Number(port), output: () => printed, end: (signal) => endOf(child, signal) });
		};
		child.stdout.on("data", hear);
		child.stderr.on("data", hear);
		child.once("exit", () => {
			clearTimeout(tooLate);
			reject(new Error(`the server ended:\n${printed}`));
		});
	});
}

function endOf(child: ChildProcess, signal: "SIGKILL" | "SIGTERM"): Promise<number | null> {
	return new Promise((resolve) => {
		if (child.exitCode !== null || child.signalCode !== null) return resolve(child.exitCode);
		child.once("exit", resolve);
		child.kill(signal);
	});
}
