import type { BrowserWindow } from "electron";
import type { KitRecovered, KitShown } from "../../shared/host";
import { HostFailure } from "../files/host-failure";
import type { KeyVault } from "../keys/key-vault";
import type { Words } from "../menus/words";
import type { SettingsStore } from "../settings/settings-store";
import { openKitWindow } from "./kit-window";
import { KIT_WORDS, type ReadWords, readWords, wordsOf } from "./kit-words";

export interface RecoveryKitParts {
	readonly vault: KeyVault;
	readonly settings: SettingsStore;
	readonly window: () => BrowserWindow | null;
	readonly preload: string;
	readonly folder: string;
	readonly say: () => Words;
	readonly language: () => string;
	/** Starts the app again: what runs has the former keys. */
	readonly restart: () => void;
	readonly note: (line: string) => void;
}

/** The recovery kit, in windows of the shell's own: the interface learns only how it ended. One window at a time. */
export interface RecoveryKit {
	show(): Promise<KitShown>;
	recover(): Promise<KitRecovered>;
}

export function createRecoveryKit(parts: RecoveryKitParts): RecoveryKit {
	const { vault, settings, window, preload, folder, say, language, restart, note } = parts;
	let isOpen = false;

	async function inWindow<Result>(work: (parent: BrowserWindow) => Promise<Result>): Promise<Result> {
		const parent = window();
		if (isOpen || parent === null) throw new HostFailure("bad-request", "the kit's window is open already");
		isOpen = true;
		try {
			return await work(parent);
		} finally {
			isOpen = false;
		}
	}

	const common = () => ({ preload, folder, say: say(), language: language(), note });

	return {
		show: () =>
			inWindow(async (parent) => {
				if (!(await vault.open()).holdsPersonKey) return "no-person-key";
				let isKept = false;
				const answers = {
					kit: async () => wordsOf(await vault.personSeed()),
					submit: async () => null,
					done: () => {
						isKept = true;
					},
				};
				await openKitWindow({ ...common(), page: "show", parent, answers });
				if (!isKept) return "closed";
				await settings.change({ kitShownAt: Date.now() });
				return "kept";
			}),
		recover: () =>
			inWindow(async (parent) => {
				let isRecovered = false;
				const answers = {
					kit: async () => [],
					async submit(text: string): Promise<string | null> {
						const read = readWords(text);
						if (read.is !== "seed") return sentence(say(), read);
						await vault.recover(read.seed);
						isRecovered = true;
						return null;
					},
					done: () => undefined,
				};
				await openKitWindow({ ...common(), page: "enter", parent, answers });
				if (!isRecovered) return "closed";
				// Whoever typed the kit in has it.
				await settings.change({ kitShownAt: Date.now() });
				restart();
				return "recovered";
			}),
	};
}

function sentence(say: Words, wrong: Exclude<ReadWords, { is: "seed" }>): string {
	switch (wrong.is) {
		case "wrong-count":
			return say("kit.wrong.count", { count: String(wrong.count), all: String(KIT_WORDS) });
		case "unknown-word":
			return say("kit.wrong.word", { place: String(wrong.place), word: wrong.word });
		case "not-together":
			return say("kit.wrong.together");
	}
}
