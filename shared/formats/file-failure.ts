import type { ReportCode } from "./contract";

/**
 * Why one file could not be read, when that is a matter of this file alone: then it is reported and the rest goes on.
 * Null for everything else (the disk is full, the person cancelled): that must end the whole import.
 */
export function fileFailure(error: unknown): Extract<ReportCode, "unreadable" | "file-too-large"> | null {
	const code = typeof error === "object" && error !== null && "code" in error ? error.code : null;
	switch (code) {
		case "too-large":
			return "file-too-large";
		case "not-found":
		case "no-permission":
		case "bad-request":
		case "failed":
			return "unreadable";
		default:
			return null;
	}
}

/** The result, or null after telling why this one file failed. Throws what is not this file's matter. */
export async function orReport<Result>(
	work: Promise<Result>,
	tell: (code: "unreadable" | "file-too-large") => void,
): Promise<Result | null> {
	try {
		return await work;
	} catch (error) {
		const code = fileFailure(error);
		if (code === null) throw error;
		tell(code);
		return null;
	}
}

/** Whether the work was done; false when what it needs is not there. Throws everything else. */
export async function orNotThere(work: Promise<void>): Promise<boolean> {
	try {
		await work;
		return true;
	} catch (error) {
		if (typeof error === "object" && error !== null && "code" in error && error.code === "not-found") return false;
		throw error;
	}
}
