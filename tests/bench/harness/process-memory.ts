/** How much memory a program takes with all its processes, as the system counts it. Linux only. */
import { readdirSync, readFileSync } from "node:fs";

/** Megabytes of all processes below and including this one. A page that several share is counted once, in parts. */
export function memoryOf(root: number): number {
	const children = new Map<number, number[]>();
	for (const name of readdirSync("/proc")) {
		if (!/^\d+$/.test(name)) continue;
		const parent = parentOf(name);
		if (parent !== null) children.set(parent, [...(children.get(parent) ?? []), Number(name)]);
	}
	let kilobytes = 0;
	const waiting = [root];
	for (let pid = waiting.pop(); pid !== undefined; pid = waiting.pop()) {
		kilobytes += proportionalSize(pid);
		waiting.push(...(children.get(pid) ?? []));
	}
	return kilobytes / 1024;
}

function parentOf(pid: string): number | null {
	try {
		// The name in brackets may hold anything, so the fields are counted from its end.
		const fields = readFileSync(`/proc/${pid}/stat`, "utf8").replace(/^.*\) /s, "");
		return Number(fields.split(" ")[1]);
	} catch {
		return null;
	}
}

function proportionalSize(pid: number): number {
	try {
		return Number(/^Pss:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/smaps_rollup`, "utf8"))?.[1] ?? 0);
	} catch {
		return 0;
	}
}
