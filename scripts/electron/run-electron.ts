import { run } from "../run-command";
import type { ElectronBuild } from "./electron-build";
import { needsVirtualDisplay } from "./system-libraries";

/** Chromium's sandbox refuses to start for root, so development and tests as root go without; an app we ship never does. */
export function rootArguments(): readonly string[] {
	return process.platform === "linux" && process.getuid?.() === 0 ? ["--no-sandbox"] : [];
}

/** Starts a program in the display, or in a virtual one where there is none. */
export function runInDisplay(
	program: string,
	args: readonly string[],
	environment: Readonly<Record<string, string | undefined>> = {},
): Promise<number> {
	if (!needsVirtualDisplay()) return run(program, args, { environment });
	return run("xvfb-run", ["--auto-servernum", "--server-args=-screen 0 1440x900x24", program, ...args], { environment });
}

/** Opens the built app of this checkout with the Electron that was found. */
export function openApp(electron: ElectronBuild, args: readonly string[]): Promise<number> {
	return runInDisplay(electron.executable, [".", ...rootArguments(), ...args], { ELECTRON_RUN_AS_NODE: undefined });
}
