/** Where an open text's editor state lives: in a view while the page is on screen, on its own otherwise. */
import type { EditorState, Transaction } from "@codemirror/state";

export interface TextHolder {
	state(): EditorState;
	dispatch(transaction: Transaction): void;
}
