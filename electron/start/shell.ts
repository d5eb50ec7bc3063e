import type { BrowserWindow } from "electron";
import type { Settings } from "../../shared/host";
import type { Words } from "../menus/words";
import type { AppFolders } from "./app-folders";
import type { StartOptions } from "./start-options";

/** What the start knows and the parts of the shell need. */
export interface Shell {
	/** Where this book lies. */
	readonly folder: string;
	readonly folders: AppFolders;
	readonly options: StartOptions;
	readonly note: (line: string) => void;
	readonly window: () => BrowserWindow | null;
	readonly words: () => Words;
	/** Of the words: a language's tag. */
	readonly language: () => string;
	readonly settingsChanged: (settings: Settings) => void;
	/** Starts the whole app again: with the sample library, without it, or (null) as it is. */
	readonly restart: (sample: boolean | null) => void;
	/** The page asks the person whether to close: the window must not close meanwhile. */
	readonly holdClosing: (hold: boolean) => void;
	readonly interactive: () => void;
}
