/**
 * The beginning. What takes longest begins first: the engine's worker starts, and the shell is asked for the settings,
 * before React is even loaded. Meanwhile the empty frame of index.html is on screen.
 */
import "./ui/theme/fonts.css";
import "./ui/theme/tokens.css";
import "./ui/theme/base.css";
import "./ui/theme/first-paint.css";
import { connectEngine } from "./engine/client/connect";
import { portFromShell } from "./start-port";

const shell = window.commonplace;
const engine = connectEngine({
	createWorker: () => new Worker(new URL("./engine/worker/worker.ts", import.meta.url), { type: "module", name: "engine" }),
	requestPort: () => portFromShell(window, shell),
	// biome-ignore lint/suspicious/noConsole: failures nobody waited for go to the shell's log by way of the console.
	onProblem: (message) => console.warn(message),
});

async function begin(): Promise<void> {
	const root = document.getElementById("root");
	if (root === null) throw new Error("index.html has no root.");
	const [info, { open }] = await Promise.all([shell.info(), import("./app/start/open")]);
	if (info.diagnostics) Object.assign(window, { commonplaceEngine: engine });
	await open(root, engine, shell, info);
}

void begin();
