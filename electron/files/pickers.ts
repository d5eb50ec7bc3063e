import { basename, join } from "node:path";
import { type BrowserWindow, dialog, type FileFilter } from "electron";
import type { PickedSource, PickedTarget, SourcePurpose, TargetPurpose } from "../../shared/host";
import { CHANGES_ENDING } from "../links/opened-files";
import type { Words } from "../menus/words";
import type { Grants } from "./grants";
import { freeName } from "./target-writing";

/** The system's own dialogs; what the person chooses there is granted, and only that. */
export interface Pickers {
	pickSource(purpose: SourcePurpose): Promise<PickedSource | null>;
	pickTarget(purpose: TargetPurpose, suggestedName: string): Promise<PickedTarget | null>;
}

export interface PickerParts {
	readonly window: () => BrowserWindow | null;
	readonly grants: Grants;
	readonly words: () => Words;
	/** Where the dialog starts. */
	readonly documents: () => string;
}

export function createPickers({ window, grants, words, documents }: PickerParts): Pickers {
	return {
		async pickSource(purpose) {
			const say = words();
			const options = {
				title: say(`pick.${purpose}`),
				properties: [purpose === "vault" ? ("openDirectory" as const) : ("openFile" as const)],
				filters: filtersFor(purpose, say),
			};
			const parent = window();
			const { canceled, filePaths } = await (parent === null ? dialog.showOpenDialog(options) : dialog.showOpenDialog(parent, options));
			const [path] = filePaths;
			return canceled || path === undefined ? null : grants.addSource(path);
		},
		async pickTarget(purpose, suggestedName) {
			const say = words();
			const options = {
				title: say(`save.${purpose}`),
				defaultPath: join(documents(), plainName(suggestedName)),
				filters: filtersFor(purpose, say),
				properties: ["createDirectory" as const, "showOverwriteConfirmation" as const],
			};
			const parent = window();
			const { canceled, filePath } = await (parent === null ? dialog.showSaveDialog(options) : dialog.showSaveDialog(parent, options));
			if (canceled || !filePath) return null;
			// A folder with something in it is never written into, so the person sees the name that will really be used.
			return grants.addTarget(purpose === "vault" ? await freeName(filePath) : withEnding(filePath, purpose), purpose);
		},
	};
}

const endings: Readonly<Partial<Record<SourcePurpose, readonly string[]>>> = {
	bookmarks: ["html", "htm"],
	backup: ["commonplace"],
	changes: [CHANGES_ENDING],
};

function filtersFor(purpose: SourcePurpose, say: Words): FileFilter[] {
	const extensions = endings[purpose];
	if (extensions === undefined) return [];
	return [
		{ name: say(`kind.${purpose}`), extensions: [...extensions] },
		{ name: say("kind.all"), extensions: ["*"] },
	];
}

function withEnding(path: string, purpose: TargetPurpose): string {
	const [ending] = endings[purpose] ?? [];
	return ending === undefined || basename(path).includes(".") ? path : `${path}.${ending}`;
}

/** The suggestion without anything that a file system, or a path, would read as more than a name. */
function plainName(name: string): string {
	const plain = [...name].map((character) => (character < " " || '/\\:*?"<>|'.includes(character) ? " " : character)).join("");
	return plain.trim().replace(/^\.+/, "") || "Commonplace";
}
