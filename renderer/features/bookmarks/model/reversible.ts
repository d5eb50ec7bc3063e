/** Changes that know their way back: what to run, and what undoes it. */
import type { Command } from "../../../engine/contract";

export interface Reversible {
	readonly commands: readonly Command[];
	readonly undo: readonly Command[];
}

export const NOTHING: Reversible = { commands: [], undo: [] };

/** Both changes as one. They are undone in the opposite order. */
export function together(changes: readonly Reversible[]): Reversible {
	return {
		commands: changes.flatMap(({ commands }) => commands),
		undo: [...changes].reverse().flatMap(({ undo }) => undo),
	};
}

/** One command on one item and the one that takes it back. */
export function change(id: string, name: string, params: unknown, undoName: string, undoParams: unknown): Reversible {
	return { commands: [{ do: name, id, params }], undo: [{ do: undoName, id, params: undoParams }] };
}

/** Sets a value, or does nothing when it is so already. */
export function setTo<Value>(id: string, name: string, field: string, from: Value, to: Value): Reversible {
	return from === to ? NOTHING : change(id, name, { [field]: to }, name, { [field]: from });
}
