/** Colours code in a drawn page with the parsers that the editor uses, loaded when they are met. */
import { LanguageDescription } from "@codemirror/language";
import { languages } from "@codemirror/language-data";
import { classHighlighter, highlightCode } from "@lezer/highlight";

/** Longer code stays plain. */
const LONGEST = 100_000;

export async function colourCode(element: HTMLElement, language: string): Promise<void> {
	const code = element.textContent;
	const description = language === "" ? null : LanguageDescription.matchLanguageName(languages, language, true);
	if (description === null || code.length > LONGEST) return;
	const support = await description.load();
	const fragment = document.createDocumentFragment();
	highlightCode(
		code,
		support.language.parser.parse(code),
		classHighlighter,
		(text, classes) => {
			if (classes === "") return fragment.append(text);
			const span = document.createElement("span");
			span.className = classes;
			span.textContent = text;
			fragment.append(span);
		},
		() => fragment.append("\n"),
	);
	element.replaceChildren(fragment);
}
