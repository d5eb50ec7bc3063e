/** The language of pages: GitHub's Markdown with our additions; code in fences is highlighted by parsers loaded when met. */
import { markdown, markdownLanguage } from "@codemirror/lang-markdown";
import { HighlightStyle, LanguageDescription, syntaxHighlighting } from "@codemirror/language";
import { languages } from "@codemirror/language-data";
import type { Extension } from "@codemirror/state";
import { tags } from "@lezer/highlight";
import { boundedParsing } from "./bounded-parsing";
import { wikiSyntax, wikiTags } from "./wiki-syntax";

/** Set in CSS variables by the theme, so that light and dark need no second style. */
const proseStyle = HighlightStyle.define([
	{ tag: tags.strong, fontWeight: "650" },
	{ tag: tags.emphasis, fontStyle: "italic" },
	{ tag: tags.strikethrough, textDecoration: "line-through" },
	{ tag: tags.monospace, fontFamily: "var(--wiki-mono)", fontSize: "0.86em" },
	{ tag: wikiTags.highlight, class: "wiki-highlight" },
	{ tag: wikiTags.comment, color: "var(--wiki-muted)", fontStyle: "italic" },
	{ tag: tags.processingInstruction, color: "var(--wiki-muted)" },
	{ tag: tags.url, color: "var(--wiki-muted)" },
	{ tag: [tags.keyword, tags.operatorKeyword, tags.modifier], color: "var(--wiki-code-keyword)" },
	{ tag: [tags.string, tags.special(tags.string), tags.regexp], color: "var(--wiki-code-string)" },
	{ tag: [tags.number, tags.bool, tags.null, tags.atom], color: "var(--wiki-code-number)" },
	{ tag: [tags.comment, tags.lineComment, tags.blockComment], color: "var(--wiki-muted)", fontStyle: "italic" },
	{ tag: [tags.typeName, tags.className, tags.tagName, tags.namespace], color: "var(--wiki-code-type)" },
	{ tag: [tags.function(tags.variableName), tags.attributeName, tags.propertyName], color: "var(--wiki-code-name)" },
]);

const withoutSubscripts = { remove: ["Subscript", "Superscript", "Emoji", "SetextHeading"] };

/** Language support without key bindings of its own: `edits/keymap` decides those. */
export function wikiMarkdown(): Extension {
	return [
		markdown({
			base: markdownLanguage,
			codeLanguages: (info) => LanguageDescription.matchLanguageName(languages, info.trim().split(/[\s,{]/)[0] ?? "", true),
			extensions: [wikiSyntax, withoutSubscripts, boundedParsing],
			completeHTMLTags: false,
			addKeymap: false,
			pasteURLAsLink: false,
		}),
		syntaxHighlighting(proseStyle),
	];
}
