/**
 * The system draws the cursor and the selection, as in every text field. Only what it cannot show, several of them at once, is drawn
 * over the text: that costs a second layout and a blinking layer with every key.
 */
import { Compartment, EditorState, type Extension } from "@codemirror/state";
import { drawSelection } from "@codemirror/view";

const drawing = new Compartment();

const followsCount = EditorState.transactionExtender.of(({ newSelection, startState }) => {
	const several = newSelection.ranges.length > 1;
	if (several === startState.selection.ranges.length > 1) return null;
	return { effects: drawing.reconfigure(several ? drawSelection() : []) };
});

export const drawnSelection: Extension = [EditorState.allowMultipleSelections.of(true), drawing.of([]), followsCount];
