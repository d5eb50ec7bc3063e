/**
 * Positions in the text that everybody has, and in the text as this window shows it: they part while something typed here is on
 * its way. Presence speaks of the first, the screen of the second.
 */
import { sendableUpdates } from "@codemirror/collab";
import type { ChangeSet, EditorState } from "@codemirror/state";

/** What this has to be asked of; an open text that has nothing unsent may have no session yet. */
export interface Unsent {
	hasUnsent(): boolean;
	state(): EditorState;
}

const unsentOf = (text: Unsent): readonly ChangeSet[] =>
	text.hasUnsent() ? sendableUpdates(text.state()).map(({ changes }) => changes) : [];

/** Where a position of the saved text is on screen. */
export function toShown(text: Unsent, position: number): number {
	return unsentOf(text).reduce((at, changes) => changes.mapPos(Math.min(at, changes.length), 1), position);
}

/** Where a position on screen is in the saved text: what was typed here and is unsent is nowhere in it yet. */
export function toSaved(text: Unsent, position: number): number {
	return unsentOf(text).reduceRight((at, changes) => changes.invertedDesc.mapPos(Math.min(at, changes.newLength), -1), position);
}
