import { isAbsolute, join } from "node:path";

/** What files of changes end with, behind the dot. */
export const CHANGES_ENDING = "commonplace-changes";

/** The file of changes among the arguments of a start, as the system gives it when the person opens one; null when there is none. */
export function changesAmong(args: readonly string[], workingFolder: string): string | null {
	const path = args.slice(1).find((argument) => !argument.startsWith("-") && argument.endsWith(`.${CHANGES_ENDING}`));
	if (path === undefined) return null;
	return isAbsolute(path) ? path : join(workingFolder, path);
}
