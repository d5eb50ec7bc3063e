/** The editor of a page, put together. Everything that a page's text needs on screen is listed here. */
import { autocompletion, closeBrackets, closeBracketsKeymap, completionKeymap } from "@codemirror/autocomplete";
import { codeFolding, indentUnit } from "@codemirror/language";
import { EditorState, type Extension } from "@codemirror/state";
import { dropCursor, EditorView, highlightSpecialChars, keymap, placeholder, tooltips } from "@codemirror/view";
import type { Sanitiser } from "../rendering/sanitise";
import { authoredSpans } from "./authorship/authored-spans";
import { completeLinks, completeTags } from "./complete/link-completion";
import { completeSlash } from "./complete/slash-completion";
import { type EditorPorts, editorPorts } from "./editor-ports";
import { editorKeys } from "./edits/editor-keys";
import { linkClicks } from "./edits/link-clicks";
import { findAndReplace } from "./find/find-panel";
import { wikiMarkdown } from "./language/markdown-language";
import { othersInText } from "./others/others";
import { outlineReader, type PageOutline } from "./outline/outline";
import { pasteHandling } from "./paste/paste";
import { visiblePreview } from "./preview/visible-preview";
import { drawnSelection } from "./selection/drawn-selection";
import { tablePreview } from "./table/table-preview";

export interface EditorSettings {
	readonly ports: EditorPorts;
	/** What the text is called for people who listen. */
	readonly label: string;
	readonly sanitiser: () => Sanitiser;
	onOutline(outline: PageOutline): void;
	/** The cursor or the text changed: for the toolbar and to remember the place. */
	onUpdate(view: EditorView): void;
}

/** Words of CodeMirror itself that people can meet. */
function phrases(words: EditorPorts["words"]): Extension {
	return EditorState.phrases.of({
		"Control character": words("editor.controlCharacter"),
		"Folded lines": words("editor.folded"),
		"Unfolded lines": words("editor.unfolded"),
		"folded code": words("editor.folded"),
		unfold: words("editor.unfold"),
		"current match": words("find.current"),
		"on line": words("find.onLine"),
		"replaced match on line $": words("find.replacedOnLine"),
		"replaced $ matches": words("find.replacedCount"),
		Completions: words("editor.completions"),
	});
}

export function pageExtensions(settings: EditorSettings): Extension {
	const { ports } = settings;
	return [
		editorPorts.of(ports),
		wikiMarkdown(),
		visiblePreview,
		tablePreview,
		authoredSpans,
		othersInText,
		findAndReplace,
		pasteHandling(settings.sanitiser),
		linkClicks,
		autocompletion({
			override: [completeLinks, completeTags, completeSlash],
			icons: false,
			// What was typed and taken quickly is meant: an Enter right behind the last letter takes the choice.
			interactionDelay: 0,
			optionClass: (completion) => `wiki-option wiki-option-${completion.type ?? "plain"}`,
			tooltipClass: () => "wiki-completion",
		}),
		// Not in the editor: the frame keeps what lies in the work inside it.
		tooltips({ parent: document.body }),
		keymap.of([...closeBracketsKeymap, ...completionKeymap]),
		editorKeys,
		closeBrackets(),
		EditorState.languageData.of(() => [{ closeBrackets: { brackets: ["(", "[", "`"] } }]),
		codeFolding(),
		indentUnit.of("  "),
		drawnSelection,
		dropCursor(),
		highlightSpecialChars(),
		EditorView.lineWrapping,
		placeholder(ports.words("editor.placeholder")),
		phrases(ports.words),
		EditorView.contentAttributes.of({ "aria-label": settings.label, spellcheck: "true", "aria-multiline": "true" }),
		EditorView.contentAttributes.of((view) => (view.state.readOnly ? { "aria-readonly": "true" } : null)),
		outlineReader(settings.onOutline),
		EditorView.updateListener.of((update) => {
			if (update.docChanged || update.selectionSet || update.focusChanged || update.geometryChanged) settings.onUpdate(update.view);
		}),
	];
}
