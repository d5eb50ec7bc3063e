/** Headings, lists, quotes, callouts, code and rules: how their lines look. */
import type { SyntaxNode } from "@lezer/common";
import { calloutTitle, readCallout } from "../../rendering/callouts";
import { foldWidget } from "./callout-folding";
import type { PreviewBuilder } from "./preview-builder";
import { BulletWidget, CalloutKindWidget, RuleWidget, TaskWidget } from "./widgets";

export interface Bounds {
	readonly from: number;
	readonly to: number;
}

/** Deepest list level that is drawn further in. */
const DEEPEST_LIST = 6;

/** Draws one block node. False when its children need no look. */
export function previewBlock(node: SyntaxNode, builder: PreviewBuilder, bounds: Bounds): boolean {
	const { name, from, to } = node;
	const heading = /^ATXHeading([1-6])$/.exec(name)?.[1];
	if (heading !== undefined) {
		builder.line(from, `wiki-h wiki-h${heading}`);
		const mark = node.getChild("HeaderMark");
		if (mark !== null && !builder.activeLines(from, from)) {
			builder.hide(mark.from, Math.min(to, mark.to + (builder.state.sliceDoc(mark.to, mark.to + 1) === " " ? 1 : 0)));
		}
		return true;
	}
	switch (name) {
		case "Blockquote":
			quote(node, builder, bounds);
			return true;
		case "FencedCode":
		case "CodeBlock":
			code(node, builder, bounds);
			return false;
		case "HorizontalRule":
			if (!builder.activeLines(from, to)) builder.replace(from, to, new RuleWidget());
			return false;
		case "ListItem":
			listItem(node, builder, bounds);
			return true;
		case "Table":
			builder.eachLine(from, to, bounds, (line) => builder.line(line.from, "wiki-table-source"));
			return true;
		case "HTMLBlock":
		case "CommentBlock":
			builder.eachLine(from, to, bounds, (line) => builder.line(line.from, "wiki-quiet"));
			return false;
		case "LinkReference":
			builder.mark(from, to, "wiki-quiet");
			return false;
		default:
			return true;
	}
}

function code(node: SyntaxNode, builder: PreviewBuilder, bounds: Bounds): void {
	const first = builder.state.doc.lineAt(node.from);
	const last = builder.state.doc.lineAt(node.to);
	const fenced = node.name === "FencedCode";
	const active = builder.activeLines(node.from, node.to);
	builder.eachLine(node.from, node.to, bounds, (line) => {
		builder.line(line.from, "wiki-codeblock");
		if (line.from === first.from) builder.line(line.from, "wiki-codeblock-first");
		if (line.from === last.from) builder.line(line.from, "wiki-codeblock-last");
		const fence = fenced && (line.from === first.from || (line.from === last.from && /^\s*(```|~~~)/.test(line.text)));
		if (fence) {
			builder.line(line.from, "wiki-fence");
			if (!active) builder.hide(line.from, line.to);
		}
	});
}

function quote(node: SyntaxNode, builder: PreviewBuilder, bounds: Bounds): void {
	// A quote inside a quote is drawn by the outer one's lines and its own bar.
	const first = builder.state.doc.lineAt(node.from);
	const last = builder.state.doc.lineAt(node.to);
	const inside = builder.state.sliceDoc(node.from, Math.min(first.to, node.from + 400)).replace(/^>\s?/, "");
	const head = readCallout(inside);
	const active = builder.activeLines(node.from, node.to);
	builder.eachLine(node.from, node.to, bounds, (line) => {
		builder.line(line.from, head === null ? "wiki-quote" : `wiki-callout-line wiki-callout-${head.colour}`);
		if (line.from === first.from) builder.line(line.from, "wiki-block-first");
		if (line.from === last.from) builder.line(line.from, "wiki-block-last");
		const mark = /^(\s*)(>\s?)/.exec(line.text.slice(node.from - first.from));
		if (mark !== null && !active) {
			const start = line.from + (line.from === first.from ? node.from - first.from : 0) + (mark[1]?.length ?? 0);
			builder.hide(start, Math.min(line.to, start + (mark[2]?.length ?? 0)));
		}
	});
	if (head === null) return;
	builder.line(first.from, "wiki-callout-head");
	const fold = head.fold === "none" ? null : foldWidget(builder.state, first.to, node.to);
	if (fold !== null) builder.insert(first.to, fold, -1);
	if (active) return;
	const markFrom = first.to - inside.length;
	const markTo = Math.min(first.to, markFrom + head.markLength);
	if (markFrom < node.from) return;
	if (head.title === "") builder.replace(markFrom, first.to, new CalloutKindWidget(calloutTitle(head)));
	else builder.hide(markFrom, markTo);
}

function listItem(node: SyntaxNode, builder: PreviewBuilder, bounds: Bounds): void {
	const { state } = builder;
	const mark = node.getChild("ListMark");
	if (mark === null) return;
	let depth = 0;
	for (let up = node.parent; up !== null; up = up.parent) if (up.name === "ListItem") depth++;
	const level = Math.min(depth, DEEPEST_LIST);
	const line = state.doc.lineAt(node.from);
	const task = node.getChild("Task")?.getChild("TaskMarker") ?? null;
	const bullet = node.parent?.name === "BulletList";
	builder.line(
		line.from,
		`wiki-list wiki-list-${level} ${task !== null ? "wiki-list-task" : bullet ? "wiki-list-bullet" : "wiki-list-number"}`,
	);
	// Lines that belong to the item but not to a list inside it are drawn in as well.
	const nested = node.getChild("BulletList") ?? node.getChild("OrderedList");
	const ownEnd = nested === null ? node.to : state.doc.lineAt(nested.from).from - 1;
	builder.eachLine(line.to + 1, ownEnd, bounds, (further) => builder.line(further.from, `wiki-list-more wiki-list-${level}`));
	// The source's own indentation is drawn by the line's class instead.
	if (line.from < node.from && /^\s*$/.test(state.sliceDoc(line.from, node.from))) builder.hide(line.from, node.from);
	if (task !== null) {
		const done = /[xX-]/.test(state.sliceDoc(task.from + 1, task.from + 2));
		if (done) builder.mark(task.to, line.to, "wiki-task-done");
		if (!builder.active(mark.from, task.to)) {
			builder.hide(mark.from, task.from);
			builder.replace(task.from, task.to, new TaskWidget(done, state.readOnly));
		}
		return;
	}
	if (bullet && !builder.active(mark.from, mark.to)) builder.replace(mark.from, mark.to, new BulletWidget());
	else builder.mark(mark.from, mark.to, "wiki-list-mark");
}
