import { join } from "node:path";

/** What the command line asks for. */
export interface StartOptions {
	/** Show the sample library, a book of its own. */
	readonly sample: boolean;
	/** Let the engine be reached from the developer tools, for measurements and chaos tests. */
	readonly diagnostics: boolean;
	/** The address of the one network interface at which other laptops may find this one; null for all. */
	readonly localAddress: string | null;
}

const LOCAL_ADDRESS = "--local-address=";

/** Reads the command line; what it does not know it leaves to others (a deep link, Chromium's own switches). */
export function readStartOptions(args: readonly string[]): StartOptions {
	return {
		sample: args.includes("--sample"),
		diagnostics: args.includes("--diagnostics"),
		localAddress: args.find((argument) => argument.startsWith(LOCAL_ADDRESS))?.slice(LOCAL_ADDRESS.length) ?? null,
	};
}

/** The folder of the book that is shown: the sample library lives in a folder of its own inside the person's. */
export function bookFolder(userData: string, options: StartOptions): string {
	return options.sample ? join(userData, "sample-library") : userData;
}
