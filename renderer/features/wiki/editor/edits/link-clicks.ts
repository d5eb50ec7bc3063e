/** A click on a link that is not being edited follows it; with Ctrl or Cmd any link is followed. */
import { EditorView } from "@codemirror/view";
import { followElement } from "../../links/follow-element";
import { editorPorts } from "../editor-ports";

function isEdited(view: EditorView, element: Element): boolean {
	if (!view.hasFocus || view.state.readOnly) return false;
	const line = view.state.doc.lineAt(view.posAtDOM(element));
	return view.state.selection.ranges.some((range) => range.from <= line.to && range.to >= line.from);
}

export const linkClicks = EditorView.domEventHandlers({
	mousedown(event, view) {
		if (event.button !== 0 || event.shiftKey || event.altKey) return false;
		const element = event.target instanceof Element ? event.target.closest<HTMLElement>(".wiki-link, .wiki-tag") : null;
		if (element === null || (isEdited(view, element) && !event.ctrlKey && !event.metaKey)) return false;
		event.preventDefault();
		return followElement(view.state.facet(editorPorts), element);
	},
	/** In a widget (a table, an embedded page) links are real ones; the browser must not follow them. */
	click(event, view) {
		const element = event.target instanceof Element ? event.target.closest<HTMLElement>("a") : null;
		if (element === null || !view.contentDOM.contains(element)) return false;
		event.preventDefault();
		return true;
	},
});
