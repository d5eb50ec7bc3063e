import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";

/** The shell's words in the person's language: a sentence by its key, with `{{name}}` places filled. */
export type Words = (key: string, values?: Readonly<Record<string, string>>) => string;

/**
 * Loads `<folder>/<language>/shell.json`, the same files that the interface uses. Falls back from `de-AT` to `de` to English,
 * and from a missing sentence to the English one.
 */
export function loadWords(folder: string, language: string): Words {
	const english = readWords(folder, "en") ?? {};
	const candidates = [language, language.split("-")[0] ?? language].filter((name) => /^[A-Za-z-]{2,16}$/.test(name));
	const chosen = candidates.map((name) => readWords(folder, name)).find((words) => words !== null) ?? english;
	return (key, values = {}) =>
		(chosen[key] ?? english[key] ?? key).replace(/\{\{(\w+)\}\}/g, (place, name: string) => values[name] ?? place);
}

function readWords(folder: string, language: string): Readonly<Record<string, string>> | null {
	const path = join(folder, language, "shell.json");
	if (!existsSync(path)) return null;
	return JSON.parse(readFileSync(path, "utf8")) as Record<string, string>;
}
