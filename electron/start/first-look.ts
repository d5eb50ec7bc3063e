import { join } from "node:path";
import { readJsonFile } from "../settings/settings-file";

/** The two settings that the window needs before it exists. Read without a schema, because that would take longer than the window. */
export interface FirstLook {
	readonly colourScheme: "light" | "dark" | "system";
	readonly language: string;
}

/** Never fails: what cannot be read is as in a new book; the settings store sets a broken file aside later. */
export function readFirstLook(folder: string, note: (line: string) => void): FirstLook {
	const found = readJsonFile(join(folder, "settings.json"), note);
	const { colourScheme, language } = (typeof found === "object" && found !== null ? found : {}) as Record<string, unknown>;
	return {
		colourScheme: colourScheme === "light" || colourScheme === "dark" ? colourScheme : "system",
		language: typeof language === "string" ? language : "system",
	};
}
