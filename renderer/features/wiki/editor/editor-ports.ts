/** What the editor needs of the world around it. It knows neither the engine nor React. */
import { Facet } from "@codemirror/state";
import type { Row } from "../../../../shared/model/item";
import type { Follows } from "../links/follow-element";
import type { Meaning } from "../links/link-resolver";

export interface Completion {
	/** What is written in the link. */
	readonly name: string;
	readonly row: Row;
}

export interface EditorPorts extends Follows {
	readonly resolver: { meaning(name: string): Meaning; onChange(listener: () => void): () => void };
	/** Draws what is embedded into the element, now or when it is known; gives back what stops it. */
	drawEmbed(written: string, into: HTMLElement): () => void;
	/** One line of Markdown as nodes. */
	drawLine(markdown: string): DocumentFragment;
	completePages(typed: string): Promise<readonly Completion[]>;
	completeTags(): Promise<readonly string[]>;
	/** Headings of a page by its name; "" is this page. */
	headingsOf(name: string): Promise<readonly string[]>;
	/** Keeps files and gives the names they are embedded by. */
	attach(files: readonly File[]): Promise<readonly string[]>;
	/** Lets the person pick files; names as above. */
	pickFiles(): Promise<readonly string[]>;
	/** Words of the interface. */
	words(key: string, values?: Readonly<Record<string, string | number>>): string;
}

const MISSING: EditorPorts = {
	resolver: { meaning: () => undefined, onChange: () => () => {} },
	follow: () => {},
	openExternal: () => {},
	showTag: () => {},
	drawEmbed: () => () => {},
	drawLine: (markdown) => {
		const fragment = document.createDocumentFragment();
		fragment.append(markdown);
		return fragment;
	},
	completePages: () => Promise.resolve([]),
	completeTags: () => Promise.resolve([]),
	headingsOf: () => Promise.resolve([]),
	attach: () => Promise.resolve([]),
	pickFiles: () => Promise.resolve([]),
	words: (key) => key,
};

/** The ports of the editor a state belongs to; without any, everything is inert (as in tests). */
export const editorPorts = Facet.define<EditorPorts, EditorPorts>({ combine: (ports) => ports[0] ?? MISSING });
