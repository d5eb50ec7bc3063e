/** A click on a link that is not being edited follows it; with Ctrl or Cmd any link is followed. */
import { EditorView } from "@codemirror/view";
import { editorPorts } from "../editor-ports";
import { followAddress } from "./editor-keys";

function isEdited(view: EditorView, element: Element): boolean {
	if (!view.hasFocus || view.state.readOnly) return false;
	const line = view.state.doc.lineAt(view.posAtDOM(element));
	return view.state.selection.ranges.some((range) => range.from <= line.to && range.to >= line.from);
}

/** Does what a click on this element means; false when it means nothing. */
export function followElement(view: EditorView, element: HTMLElement): boolean {
	const ports = view.state.facet(editorPorts);
	const { wikiTarget, wikiHeading, wikiTag } = element.dataset;
	const href = element.getAttribute("href");
	const wikiHref = element.dataset.wikiHref ?? (href !== null && href !== "#" ? href : undefined);
	if (wikiTag !== undefined) ports.showTag(wikiTag);
	else if (wikiHref !== undefined) followAddress(view, wikiHref);
	else if (wikiTarget !== undefined) ports.follow({ target: wikiTarget, heading: wikiHeading ?? "", label: "" });
	else return false;
	return true;
}

export const linkClicks = EditorView.domEventHandlers({
	mousedown(event, view) {
		if (event.button !== 0 || event.shiftKey || event.altKey) return false;
		const element = event.target instanceof Element ? event.target.closest<HTMLElement>(".wiki-link, .wiki-tag") : null;
		if (element === null || (isEdited(view, element) && !event.ctrlKey && !event.metaKey)) return false;
		event.preventDefault();
		return followElement(view, element);
	},
	/** In a widget (a table, an embedded page) links are real ones; the browser must not follow them. */
	click(event, view) {
		const element = event.target instanceof Element ? event.target.closest<HTMLElement>("a") : null;
		if (element === null || !view.contentDOM.contains(element)) return false;
		event.preventDefault();
		return true;
	},
});
