/** `[[` offers pages by title and alias, `[[Page#` its headings, `#` tags. */
import type { Completion, CompletionContext, CompletionResult, CompletionSource } from "@codemirror/autocomplete";
import { syntaxTree } from "@codemirror/language";
import type { EditorView } from "@codemirror/view";
import { editorPorts } from "../editor-ports";

const MOST = 30;

/** Puts the name in and ends the link, once. */
function applyName(name: string) {
	return (view: EditorView, _completion: Completion, from: number, to: number): void => {
		const closed = view.state.sliceDoc(to, to + 2) === "]]";
		const insert = closed ? name : `${name}]]`;
		view.dispatch({
			changes: { from, to, insert },
			selection: { anchor: from + name.length + 2 },
			userEvent: "input.complete",
		});
	};
}

export const completeLinks: CompletionSource = async (context: CompletionContext): Promise<CompletionResult | null> => {
	const typed = context.matchBefore(/!?\[\[[^[\]|\n]{0,200}$/);
	if (typed === null) return null;
	const ports = context.state.facet(editorPorts);
	const start = typed.from + typed.text.indexOf("[[") + 2;
	const written = context.state.sliceDoc(start, context.pos);
	const hash = written.indexOf("#");
	if (hash >= 0) {
		const headings = await ports.headingsOf(written.slice(0, hash));
		const options = headings.map((heading): Completion => ({ label: heading, type: "heading", apply: applyName(heading) }));
		return { from: start + hash + 1, options, validFor: /^[^[\]|#\n]*$/ };
	}
	const found = await ports.completePages(written);
	if (context.aborted) return null;
	const options = found.slice(0, MOST).map(({ name, row }, index): Completion => {
		const alias = name !== row.title;
		return {
			label: name,
			...(alias ? { detail: row.title } : {}),
			type: row.kind === "file" ? "file" : "page",
			// An alias links to the page and keeps showing the word that was looked for.
			apply: applyName(alias ? `${row.title}|${name}` : row.title),
			boost: -index,
		};
	});
	const wanted = written.trim();
	if (wanted !== "" && !found.some(({ name }) => name.toLowerCase() === wanted.toLowerCase())) {
		options.push({ label: wanted, detail: ports.words("editor.newPage"), type: "new", apply: applyName(wanted), boost: -99 });
	}
	return { from: start, options, filter: false };
};

export const completeTags: CompletionSource = async (context: CompletionContext): Promise<CompletionResult | null> => {
	const typed = context.matchBefore(/(?:^|[\s([{,;:])#[\p{L}\p{N}_/-]{0,100}$/u);
	// A lone # may become a heading: nothing is offered before a letter follows.
	if (typed === null || (/#$/.test(typed.text) && !context.explicit)) return null;
	const inside = syntaxTree(context.state).resolveInner(context.pos, -1);
	if (/Code|URL|Heading/.test(inside.name) && inside.name !== "HashTag" && !/^ATXHeading/.test(inside.name)) return null;
	const tags = await context.state.facet(editorPorts).completeTags();
	return {
		from: typed.from + typed.text.indexOf("#") + 1,
		options: tags.map((tag): Completion => ({ label: tag, type: "tag" })),
		validFor: /^[\p{L}\p{N}_/-]*$/u,
	};
};
