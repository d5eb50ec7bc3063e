/** Starts a program and measures until it says that its first screen can be used. */
import { type ChildProcess, spawn } from "node:child_process";
import { rootArguments } from "../../../scripts/electron/run-electron";

/** Both programs print such a line with the time by their own clock, milliseconds since 1970. */
const SAID = /(?:commonplace: interactive|bare: painted) (\d+(?:\.\d+)?)/;
const LONGEST = 60_000;

/** Milliseconds from starting the process to the first screen that can be used. The process has ended when this resolves. */
export async function coldStart(program: string, args: readonly string[], settle = 400): Promise<number> {
	const started = Date.now();
	const child = spawn(program, [...rootArguments(), ...args], {
		stdio: ["ignore", "pipe", "ignore"],
		env: { ...process.env, COMMONPLACE_MEASURE_START: "1", LANGUAGE: "en" },
	});
	const ended = new Promise<void>((resolve) => child.once("exit", () => resolve()));
	try {
		const usable = await said(child);
		// What was begun for the first screen may end, so that the next start finds an ordinary book.
		await new Promise((resolve) => setTimeout(resolve, settle));
		return usable - started;
	} finally {
		child.kill("SIGTERM");
		await ended;
	}
}

function said(child: ChildProcess): Promise<number> {
	return new Promise((resolve, reject) => {
		const timer = setTimeout(() => reject(new Error("the first screen did not come within a minute")), LONGEST);
		let output = "";
		child.stdout?.on("data", (part: Buffer) => {
			output += part.toString("utf8");
			const found = SAID.exec(output);
			if (found === null) return;
			clearTimeout(timer);
			resolve(Number(found[1]));
		});
		child.once("exit", (code) => {
			clearTimeout(timer);
			reject(new Error(`the program ended with code ${code} before its first screen`));
		});
	});
}
