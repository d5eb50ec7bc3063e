/** What the palette offers, and which actions answer what was typed. */
import type { ComponentType, ReactNode } from "react";
import type { Action } from "../../ui/feature";

export interface Choice {
	readonly id: string;
	readonly icon: ComponentType<{ size?: number; stroke?: number }>;
	readonly label: ReactNode;
	/** A second line: the passage that was found. */
	readonly detail?: ReactNode;
	/** At the right, quiet: what it is. */
	readonly note?: string;
	readonly shortcut?: string;
	/** Whether the label is what a person wrote: set in serif. */
	readonly written: boolean;
	perform(): void | Promise<void>;
}

export interface ChoiceGroup {
	readonly id: "recent" | "goTo" | "actions" | "found" | "everything";
	readonly choices: readonly Choice[];
}

function plain(words: string): string {
	return words.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
}

/** How well an action answers what was typed: 0 not at all; words that begin like it rank above words that contain it. */
export function answers(label: string, typed: string): number {
	const wanted = plain(typed).split(/\s+/).filter(Boolean);
	const words = plain(label).split(/\s+/);
	let score = 1;
	for (const word of wanted) {
		if (words.some((candidate) => candidate.startsWith(word))) score += 2;
		else if (plain(label).includes(word)) score += 1;
		else return 0;
	}
	return score;
}

/** The actions for what was typed, best first; all of them for nothing. */
export function findActions(actions: readonly Action[], typed: string): readonly Action[] {
	return actions
		.map((action, index) => ({ action, index, score: answers(action.label, typed) }))
		.filter(({ score }) => score > 0)
		.sort((a, b) => b.score - a.score || a.index - b.index)
		.map(({ action }) => action);
}
