/** What can be put in a page, for the toolbar and the slash menu alike. */
import { openSearchPanel } from "@codemirror/search";
import type { EditorView } from "@codemirror/view";
import { editorPorts } from "../editor-ports";
import { insertCallout, insertCodeBlock, insertDivider, insertText, setLines } from "../edits/block-formatting";
import { makeLink, toggleFormat } from "../edits/inline-formatting";
import { insertTable } from "../table/table-commands";

export interface Insertable {
	readonly id: string;
	/** Key of its name in the wiki's words. */
	readonly labelKey: string;
	/** Further words it is found by, in English. */
	readonly keywords: string;
	readonly shortcut?: string;
	run(view: EditorView): void;
}

/** Today as `2026-11-24`, which sorts and which everybody reads alike. */
export function today(now: Date): string {
	const two = (value: number): string => String(value).padStart(2, "0");
	return `${now.getFullYear()}-${two(now.getMonth() + 1)}-${two(now.getDate())}`;
}

async function pickAndEmbed(view: EditorView): Promise<void> {
	const names = await view.state.facet(editorPorts).pickFiles();
	if (names.length > 0) insertText(view, names.map((name) => `![[${name}]]`).join("\n"));
}

/** Opens the page completion. */
function beginWikiLink(view: EditorView): void {
	const { from, to } = view.state.selection.main;
	const selected = view.state.sliceDoc(from, to);
	view.dispatch({
		changes: { from, to, insert: `[[${selected}]]` },
		selection: { anchor: from + 2 + selected.length },
		userEvent: "input.type",
	});
	view.focus();
}

export const INSERTABLES: readonly Insertable[] = [
	{ id: "text", labelKey: "insert.text", keywords: "paragraph plain", shortcut: "Mod+Alt+0", run: (view) => void setLines("text")(view) },
	{
		id: "heading-1",
		labelKey: "insert.heading1",
		keywords: "title h1",
		shortcut: "Mod+Alt+1",
		run: (view) => void setLines("heading-1")(view),
	},
	{
		id: "heading-2",
		labelKey: "insert.heading2",
		keywords: "section h2",
		shortcut: "Mod+Alt+2",
		run: (view) => void setLines("heading-2")(view),
	},
	{ id: "heading-3", labelKey: "insert.heading3", keywords: "h3", shortcut: "Mod+Alt+3", run: (view) => void setLines("heading-3")(view) },
	{
		id: "bullets",
		labelKey: "insert.bullets",
		keywords: "list unordered",
		shortcut: "Mod+Shift+8",
		run: (view) => void setLines("bullets")(view),
	},
	{
		id: "numbers",
		labelKey: "insert.numbers",
		keywords: "list ordered",
		shortcut: "Mod+Shift+7",
		run: (view) => void setLines("numbers")(view),
	},
	{
		id: "tasks",
		labelKey: "insert.tasks",
		keywords: "todo checkbox list",
		shortcut: "Mod+Shift+9",
		run: (view) => void setLines("tasks")(view),
	},
	{ id: "quote", labelKey: "insert.quote", keywords: "citation", shortcut: "Mod+Shift+.", run: (view) => void setLines("quote")(view) },
	{ id: "callout", labelKey: "insert.callout", keywords: "note box hint", run: (view) => void insertCallout("note")(view) },
	{ id: "warning", labelKey: "insert.warning", keywords: "callout danger box", run: (view) => void insertCallout("warning")(view) },
	{ id: "table", labelKey: "insert.table", keywords: "grid columns rows", run: (view) => void insertTable(view) },
	{ id: "code", labelKey: "insert.code", keywords: "fence program", shortcut: "Mod+Alt+C", run: (view) => void insertCodeBlock(view) },
	{ id: "page-link", labelKey: "insert.pageLink", keywords: "wikilink page", run: beginWikiLink },
	{ id: "web-link", labelKey: "insert.webLink", keywords: "url address", shortcut: "Mod+Shift+K", run: (view) => void makeLink(view) },
	{ id: "file", labelKey: "insert.file", keywords: "image picture attachment upload", run: (view) => void pickAndEmbed(view) },
	{ id: "divider", labelKey: "insert.divider", keywords: "rule line separator", run: (view) => void insertDivider(view) },
	{ id: "date", labelKey: "insert.date", keywords: "today day", run: (view) => void insertText(view, today(new Date())) },
];

/** For the toolbar only: what works on words. */
export const WORD_FORMATS: readonly Insertable[] = [
	{ id: "bold", labelKey: "format.bold", keywords: "", shortcut: "Mod+B", run: (view) => void toggleFormat("bold")(view) },
	{ id: "italic", labelKey: "format.italic", keywords: "", shortcut: "Mod+I", run: (view) => void toggleFormat("italic")(view) },
	{ id: "strike", labelKey: "format.strike", keywords: "", shortcut: "Mod+Shift+X", run: (view) => void toggleFormat("strike")(view) },
	{
		id: "highlight",
		labelKey: "format.highlight",
		keywords: "",
		shortcut: "Mod+Shift+H",
		run: (view) => void toggleFormat("highlight")(view),
	},
	{ id: "inline-code", labelKey: "format.code", keywords: "", shortcut: "Mod+E", run: (view) => void toggleFormat("code")(view) },
];

export const findInPage = (view: EditorView): void => void openSearchPanel(view);
