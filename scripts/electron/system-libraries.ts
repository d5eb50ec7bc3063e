import { existsSync, readFileSync } from "node:fs";
import { capture, run } from "../run-command";

const libraries = ["libgtk-3-0", "libnss3", "libasound2", "libgbm1", "libxss1", "libnotify4", "libxtst6", "libatspi2.0-0", "libsecret-1-0"];
const display = ["xvfb", "xauth"];

/**
 * Makes sure that Electron's system libraries are there on Debian and Ubuntu: installs the missing ones as root,
 * otherwise fails with the exact line to run. Elsewhere the loader's own message has to do.
 */
export async function ensureSystemLibraries(): Promise<void> {
	if (process.platform !== "linux" || !isDebianLike()) return;
	const wanted = needsVirtualDisplay() ? [...display, ...libraries] : libraries;
	const missing = await missingPackages(wanted);
	if (missing.length === 0) return;
	const names = await installableNames(missing);
	if (process.getuid?.() !== 0) {
		throw new Error(
			`Electron needs system libraries that are not installed here. Install them, then start again:\n  sudo apt-get install -y ${names.join(" ")}`,
		);
	}
	console.log(`Installing system libraries for Electron: ${names.join(" ")}`);
	const quiet = { environment: { DEBIAN_FRONTEND: "noninteractive" } };
	const code = await run("apt-get", ["install", "-y", "-qq", "--no-install-recommends", ...names], quiet);
	if (code !== 0)
		throw new Error(`The system libraries could not be installed. This is what failed:\n  apt-get install -y ${names.join(" ")}`);
}

/** True on a Linux without a display, where windows open in Xvfb. */
export function needsVirtualDisplay(): boolean {
	return process.platform === "linux" && !process.env.DISPLAY && !process.env.WAYLAND_DISPLAY;
}

function isDebianLike(): boolean {
	if (!existsSync("/etc/os-release") || !existsSync("/usr/bin/dpkg-query")) return false;
	return /^ID(_LIKE)?=.*(debian|ubuntu)/m.test(readFileSync("/etc/os-release", "utf8"));
}

async function missingPackages(wanted: readonly string[]): Promise<string[]> {
	const { output } = await capture("dpkg-query", ["--list", ...wanted.flatMap((name) => [name, `${name}t64`])]);
	const lines = output.split("\n").filter((line) => line.startsWith("ii "));
	const installed = new Set(lines.map((line) => line.split(/\s+/)[1]?.split(":")[0]));
	return wanted.filter((name) => !installed.has(name) && !installed.has(`${name}t64`));
}

/** Newer Ubuntus renamed some libraries with `t64`; the package lists say which name is the right one here. */
async function installableNames(missing: readonly string[]): Promise<string[]> {
	if (process.getuid?.() === 0) await capture("apt-get", ["update", "-qq"]);
	return Promise.all(
		missing.map(async (name) => {
			const renamed = await capture("apt-cache", ["show", `${name}t64`]);
			return renamed.code === 0 && renamed.output.includes("Package:") ? `${name}t64` : name;
		}),
	);
}
