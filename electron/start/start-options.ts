import { join } from "node:path";

/** What the command line asks for. */
export interface StartOptions {
	/** Show the sample library, a book of its own. */
	readonly sample: boolean;
	/** Let the engine be reached from the developer tools, for measurements and chaos tests. */
	readonly diagnostics: boolean;
}

/** Reads the command line; what it does not know it leaves to others (a deep link, Chromium's own switches). */
export function readStartOptions(args: readonly string[]): StartOptions {
	return { sample: args.includes("--sample"), diagnostics: args.includes("--diagnostics") };
}

/** The folder of the book that is shown: the sample library lives in a folder of its own inside the person's. */
export function bookFolder(userData: string, options: StartOptions): string {
	return options.sample ? join(userData, "sample-library") : userData;
}
