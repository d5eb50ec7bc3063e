/** Kills processes of the app as a power cut or the system would: without a word. */
import { readdirSync, readFileSync } from "node:fs";
import type { ElectronApplication } from "@playwright/test";

/** Which of the app's processes die. */
export type Victim = "everything" | "main" | "renderers";

interface Process {
	readonly pid: number;
	readonly command: string;
}

/** All living processes of the app that has its book in this folder. */
function processesOf(userData: string): readonly Process[] {
	return readdirSync("/proc")
		.filter((name) => /^\d+$/.test(name))
		.flatMap((name) => {
			try {
				const command = readFileSync(`/proc/${name}/cmdline`, "utf8");
				return command.includes(userData) && command.includes("commonplace") ? [{ pid: Number(name), command }] : [];
			} catch {
				return []; // It ended while we looked.
			}
		});
}

function kill(pid: number): void {
	try {
		process.kill(pid, "SIGKILL");
	} catch {
		// It was dead already.
	}
}

/** Kills the victims; then, when only some were asked for, what is left, a moment later. Resolves when nothing lives. */
export async function killSuddenly(app: ElectronApplication, userData: string, victim: Victim): Promise<void> {
	const main = app.process().pid;
	const ended = new Promise<void>((resolve) => app.once("close", () => resolve()));
	if (victim === "main" && main !== undefined) kill(main);
	for (const { pid, command } of victim === "main" ? [] : processesOf(userData)) {
		if (victim === "everything" || command.includes("--type=renderer")) kill(pid);
	}
	if (victim === "renderers") await new Promise((resolve) => setTimeout(resolve, 150));
	if (main !== undefined) kill(main);
	for (const { pid } of processesOf(userData)) kill(pid);
	await ended;
	for (let tries = 0; processesOf(userData).length > 0 && tries < 100; tries++) {
		for (const { pid } of processesOf(userData)) kill(pid);
		await new Promise((resolve) => setTimeout(resolve, 50));
	}
}
