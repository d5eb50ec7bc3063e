/** Why a file cannot be taken as a CV; the import says so of the file and takes nothing. */
export class UnreadableResume extends Error {
	constructor(readonly code: "unreadable" | "unsupported" | "too-deep" | "too-many" | "file-too-large") {
		super(code);
	}
}

/** What is read as a CV is at most this large: 20 MB. */
export const LARGEST_RESUME = 20 * 1024 * 1024;
/** A CV's data nests at most so deep. */
export const DEEPEST_RESUME = 60;
