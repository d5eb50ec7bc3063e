/** What happens to what is pasted or dropped: files are kept, HTML becomes Markdown, an address over words becomes a link. */
import { EditorView, type PluginValue, ViewPlugin } from "@codemirror/view";
import type { Sanitiser } from "../../rendering/sanitise";
import { editorPorts } from "../editor-ports";
import { insertText } from "../edits/block-formatting";
import { markdownFromHtml } from "./html-markdown";

/** Larger HTML is pasted as its plain text: turning it would hold up the window. */
const LARGEST_HTML = 2_000_000;
const ADDRESS = /^(?:https?:\/\/|mailto:)\S+$/i;

/** Line breaks of other systems become ours, as they would if typed. */
function plain(text: string): string {
	return text.replace(/\r\n?/g, "\n");
}

async function embed(view: EditorView, files: readonly File[]): Promise<void> {
	const names = await view.state.facet(editorPorts).attach(files);
	if (names.length > 0) insertText(view, names.map((name) => `![[${name}]]`).join("\n"));
}

function paste(view: EditorView, data: DataTransfer, plainOnly: boolean, sanitiser: () => Sanitiser): boolean {
	const text = plain(data.getData("text/plain"));
	const html = data.getData("text/html");
	const files = [...data.files];
	// A copied picture comes with HTML that leads to its web address; its bytes are what is wanted.
	if (files.length > 0 && (html === "" || /^\s*(?:<meta[^>]*>)?\s*<img\b[^>]*>\s*$/i.test(html))) {
		void embed(view, files);
		return true;
	}
	if (plainOnly) return text !== "" && insertText(view, text);
	const { from, to, empty } = view.state.selection.main;
	const selected = view.state.sliceDoc(from, to);
	if (!empty && ADDRESS.test(text.trim()) && !selected.includes("\n") && !ADDRESS.test(selected)) {
		return insertText(view, `[${selected}](${text.trim().replace(/\(/g, "%28").replace(/\)/g, "%29")})`);
	}
	// Text copied in a code editor is code, not the colours it was shown in.
	const fromCodeEditor = data.types.includes("vscode-editor-data");
	if (html === "" || html.length > LARGEST_HTML || fromCodeEditor)
		return text.includes("\r") || data.getData("text/plain") !== text ? insertText(view, text) : false;
	const markdown = markdownFromHtml(html, sanitiser());
	return markdown === null ? false : insertText(view, markdown);
}

/** Knows whether the paste that comes was asked for as plain text. */
class PlainPaste implements PluginValue {
	asked = false;
}

/** `sanitiser` is made when it is first needed. */
export function pasteHandling(sanitiser: () => Sanitiser) {
	const plugin = ViewPlugin.fromClass(PlainPaste);
	return [
		plugin,
		EditorView.domEventHandlers({
			keydown(event, view) {
				const held = view.plugin(plugin);
				if (held !== null) held.asked = event.shiftKey && (event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "v";
				return false;
			},
			paste(event, view) {
				if (view.state.readOnly || event.clipboardData === null) return false;
				const handled = paste(view, event.clipboardData, view.plugin(plugin)?.asked ?? false, sanitiser);
				if (handled) event.preventDefault();
				return handled;
			},
			drop(event, view) {
				const files = [...(event.dataTransfer?.files ?? [])];
				if (files.length === 0 || view.state.readOnly) return false;
				event.preventDefault();
				const at = view.posAtCoords({ x: event.clientX, y: event.clientY });
				if (at !== null) view.dispatch({ selection: { anchor: at } });
				void embed(view, files);
				return true;
			},
		}),
	];
}
