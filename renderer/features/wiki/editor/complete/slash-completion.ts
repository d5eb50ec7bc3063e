/** `/` at the beginning of a line or after a space offers everything that can be put in. */
import type { Completion, CompletionSource } from "@codemirror/autocomplete";
import { syntaxTree } from "@codemirror/language";
import { editorPorts } from "../editor-ports";
import { INSERTABLES } from "./blocks";

function fits(typed: string, ...texts: readonly string[]): boolean {
	const wanted = typed.toLocaleLowerCase();
	return texts.some((text) =>
		text
			.toLocaleLowerCase()
			.split(/\s+/)
			.some((word) => word.startsWith(wanted)),
	);
}

export const completeSlash: CompletionSource = (context) => {
	const typed = context.matchBefore(/(?:^|\s)\/[\p{L}\p{N}]{0,30}$/u);
	if (typed === null) return null;
	const node = syntaxTree(context.state).resolveInner(context.pos, -1);
	if (/Code|URL/.test(node.name)) return null;
	const slash = typed.from + typed.text.indexOf("/");
	const wanted = context.state.sliceDoc(slash + 1, context.pos);
	const { words } = context.state.facet(editorPorts);
	const options = INSERTABLES.filter((insertable) => wanted === "" || fits(wanted, words(insertable.labelKey), insertable.keywords)).map(
		(insertable, index): Completion => ({
			label: words(insertable.labelKey),
			type: `insert-${insertable.id}`,
			...(insertable.shortcut === undefined ? {} : { detail: insertable.shortcut.replace("Mod", "Ctrl") }),
			boost: -index,
			apply: (view, _completion, _from, to) => {
				view.dispatch({ changes: { from: slash, to }, userEvent: "delete.complete" });
				insertable.run(view);
			},
		}),
	);
	return options.length === 0 ? null : { from: slash, options, filter: false };
};
