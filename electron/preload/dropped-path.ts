/**
 * Where a dropped file lies; empty when that cannot be told. Newer Electrons tell only the preload script (`tellPath`), older ones wrote it
 * on the file itself. Only a real file is asked: a page can make any object that has a `path`, but not a file that lies somewhere.
 */
export function droppedPath(file: unknown, tellPath: ((file: File) => string) | null): string {
	if (!(file instanceof File)) return "";
	if (tellPath !== null) return tellPath(file);
	const { path } = file as File & { readonly path?: unknown };
	return typeof path === "string" ? path : "";
}
