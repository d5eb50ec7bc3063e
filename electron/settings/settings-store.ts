import { join } from "node:path";
import { Settings } from "../../shared/host";
import { readJsonFile, setAside, writeJsonFile } from "./settings-file";

export interface SettingsStore {
	read(): Settings;
	/** Changes some settings; fulfilled when they are on the disk. Changes in quick succession are written in order. */
	change(change: Partial<Settings>): Promise<Settings>;
	/** Fulfilled when nothing is being written; a change that could not be written was told to who asked for it. */
	settled(): Promise<void>;
}

/** The settings of this installation, in settings.json. One that cannot be understood is set aside and the usual ones hold. */
export function createSettingsStore(folder: string, note: (line: string) => void): SettingsStore {
	const path = join(folder, "settings.json");
	let current = load(path, note);
	let writing: Promise<void> = Promise.resolve();
	return {
		read: () => current,
		async change(change) {
			current = Settings.parse({ ...current, ...change });
			const written = current;
			writing = writing.catch(() => undefined).then(() => writeJsonFile(path, written));
			await writing;
			return written;
		},
		settled: () => writing.catch(() => undefined),
	};
}

function load(path: string, note: (line: string) => void): Settings {
	const found = Settings.safeParse(readJsonFile(path, note) ?? {});
	if (found.success) return found.data;
	setAside(path, note);
	return Settings.parse({});
}
