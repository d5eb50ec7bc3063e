/** A program in a process of its own, that is asked and answers by lines of JSON. */
import { type ChildProcess, spawn } from "node:child_process";
import { createInterface } from "node:readline";

export interface ChildProgram {
	readonly pid: number;
	/** Sends a line and gives the next one that comes back. */
	ask<Answer>(question: object): Promise<Answer>;
	/** The next line. */
	next<Answer>(): Promise<Answer>;
	end(): Promise<void>;
}

export function childProgram(command: string, args: readonly string[], folder: string): ChildProgram {
	const child: ChildProcess = spawn(command, args, { cwd: folder, stdio: ["pipe", "pipe", "inherit"] });
	const lines: string[] = [];
	const waiting: { readonly resolve: (line: string) => void; readonly reject: (error: Error) => void }[] = [];
	if (child.stdout === null || child.stdin === null) throw new Error("the program has no pipes");
	const { stdin } = child;
	createInterface({ input: child.stdout }).on("line", (line) => {
		if (!line.startsWith("{")) return;
		const next = waiting.shift();
		if (next === undefined) lines.push(line);
		else next.resolve(line);
	});
	const gone = new Promise<void>((resolve) => {
		child.once("exit", () => {
			for (const { reject } of waiting.splice(0)) reject(new Error("the program has ended"));
			resolve();
		});
	});
	async function next<Answer>(): Promise<Answer> {
		const line = lines.shift() ?? (await new Promise<string>((resolve, reject) => waiting.push({ resolve, reject })));
		return JSON.parse(line) as Answer;
	}
	return {
		pid: child.pid ?? 0,
		next,
		ask(question) {
			stdin.write(`${JSON.stringify(question)}\n`);
			return next();
		},
		async end() {
			child.kill("SIGKILL");
			await gone;
		},
	};
}
