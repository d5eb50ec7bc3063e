/** The keys of the editor. */
import { defaultKeymap, historyKeymap } from "@codemirror/commands";
import { deleteMarkupBackward, insertNewlineContinueMarkupCommand } from "@codemirror/lang-markdown";
import { foldKeymap, syntaxTree } from "@codemirror/language";
import { type Extension, Prec } from "@codemirror/state";
import { type Command, type KeyBinding, keymap } from "@codemirror/view";
import { followAddress } from "../../links/follow-element";
import { readWikiLink } from "../../rendering/markdown-rules";
import { editorPorts } from "../editor-ports";
import { toggleTask } from "../preview/widgets";
import { insertCodeBlock, setLines } from "./block-formatting";
import { makeLink, toggleFormat } from "./inline-formatting";
import { indentItem, outdentItem } from "./list-indent";

/** Ticks the task of the cursor's line. */
export const tickTask: Command = (view) => {
	const line = view.state.doc.lineAt(view.state.selection.main.head);
	const box = /^[\s>]*(?:[-*+]|\d+[.)])\s+(?=\[[ xX-]\])/.exec(line.text);
	if (box === null || view.state.readOnly) return false;
	toggleTask(view, line.from + box[0].length);
	return true;
};

/** Follows the link the cursor is in. */
export const followLink: Command = (view) => {
	const ports = view.state.facet(editorPorts);
	const { head } = view.state.selection.main;
	for (const side of [1, -1] as const) {
		for (let node = syntaxTree(view.state).resolveInner(head, side); ; ) {
			if (node.name === "WikiLink" || node.name === "WikiEmbed") {
				ports.follow(readWikiLink(view.state.sliceDoc(node.from, node.to).replace(/^!?\[\[|\]\]$/g, "")));
				return true;
			}
			if (node.name === "HashTag") {
				ports.showTag(view.state.sliceDoc(node.from + 1, node.to));
				return true;
			}
			const address = node.name === "URL" ? node : node.name === "Link" || node.name === "Autolink" ? node.getChild("URL") : null;
			if (address !== null) {
				followAddress(ports, view.state.sliceDoc(address.from, address.to));
				return true;
			}
			if (node.parent === null) break;
			node = node.parent;
		}
	}
	return false;
};

const formatting: readonly KeyBinding[] = [
	{ key: "Mod-b", run: toggleFormat("bold"), preventDefault: true },
	{ key: "Mod-i", run: toggleFormat("italic"), preventDefault: true },
	{ key: "Mod-Shift-x", run: toggleFormat("strike"), preventDefault: true },
	{ key: "Mod-Shift-h", run: toggleFormat("highlight"), preventDefault: true },
	{ key: "Mod-e", run: toggleFormat("code"), preventDefault: true },
	{ key: "Mod-Shift-k", run: makeLink, preventDefault: true },
	{ key: "Mod-Alt-0", run: setLines("text"), preventDefault: true },
	{ key: "Mod-Alt-1", run: setLines("heading-1"), preventDefault: true },
	{ key: "Mod-Alt-2", run: setLines("heading-2"), preventDefault: true },
	{ key: "Mod-Alt-3", run: setLines("heading-3"), preventDefault: true },
	{ key: "Mod-Alt-c", run: insertCodeBlock, preventDefault: true },
	{ key: "Mod-Shift-7", run: setLines("numbers"), preventDefault: true },
	{ key: "Mod-Shift-8", run: setLines("bullets"), preventDefault: true },
	{ key: "Mod-Shift-9", run: setLines("tasks"), preventDefault: true },
	{ key: "Mod-Shift-.", run: setLines("quote"), preventDefault: true },
	{ key: "Mod-Enter", run: (view) => followLink(view) || tickTask(view) },
	{ key: "Alt-Enter", run: followLink },
	{ key: "Tab", run: indentItem, shift: outdentItem },
	{ key: "Enter", run: insertNewlineContinueMarkupCommand({ nonTightLists: false }) },
	{ key: "Backspace", run: deleteMarkupBackward },
];

export const editorKeys: Extension = [Prec.high(keymap.of(formatting)), keymap.of([...defaultKeymap, ...historyKeymap, ...foldKeymap])];
