/** Find and replace, in the look and words of the app. The searching is CodeMirror's. */
import {
	closeSearchPanel,
	findNext,
	findPrevious,
	getSearchQuery,
	replaceAll,
	replaceNext,
	SearchQuery,
	search,
	searchKeymap,
	setSearchQuery,
} from "@codemirror/search";
import { type EditorView, keymap, type Panel, runScopeHandlers, type ViewUpdate } from "@codemirror/view";
import { editorPorts } from "../editor-ports";

/** Counting stops here: "1,000+". */
const MOST_COUNTED = 1000;
/** Milliseconds after the last change before hits are counted anew. */
const COUNT_AFTER = 150;

interface Count {
	readonly all: number;
	readonly current: number;
}

function count(view: EditorView, query: SearchQuery): Count {
	let all = 0;
	let current = 0;
	if (!query.valid) return { all, current };
	const { from, to } = view.state.selection.main;
	const cursor = query.getCursor(view.state);
	for (let next = cursor.next(); next.done !== true && all < MOST_COUNTED; next = cursor.next()) {
		all++;
		if (next.value.from === from && next.value.to === to) current = all;
	}
	return { all, current };
}

function button(label: string, act: () => void, className = "wiki-find-button"): HTMLButtonElement {
	const element = document.createElement("button");
	element.type = "button";
	element.className = className;
	element.textContent = label;
	element.addEventListener("click", act);
	return element;
}

function input(label: string): HTMLInputElement {
	const element = document.createElement("input");
	element.type = "text";
	element.className = "wiki-find-input";
	element.placeholder = label;
	element.setAttribute("aria-label", label);
	return element;
}

function toggle(text: string, label: string, changed: () => void): HTMLButtonElement {
	const element = button(text, () => {
		element.setAttribute("aria-pressed", String(element.getAttribute("aria-pressed") !== "true"));
		changed();
	});
	element.classList.add("wiki-find-toggle");
	element.title = label;
	element.setAttribute("aria-label", label);
	element.setAttribute("aria-pressed", "false");
	return element;
}

const pressed = (element: HTMLButtonElement): boolean => element.getAttribute("aria-pressed") === "true";

class FindPanel implements Panel {
	readonly dom = document.createElement("div");
	readonly top = true;
	private readonly find: HTMLInputElement;
	private readonly replacement: HTMLInputElement;
	private readonly matchCase: HTMLButtonElement;
	private readonly wholeWord: HTMLButtonElement;
	private readonly regular: HTMLButtonElement;
	private readonly counter = document.createElement("span");
	private query: SearchQuery;
	private timer: ReturnType<typeof setTimeout> | null = null;

	constructor(private readonly view: EditorView) {
		const words = (key: string): string => view.state.facet(editorPorts).words(`find.${key}`);
		const commit = (): void => this.commit();
		this.query = getSearchQuery(view.state);
		this.find = input(words("find"));
		this.find.setAttribute("main-field", "true");
		this.replacement = input(words("replace"));
		this.matchCase = toggle("Aa", words("matchCase"), commit);
		this.wholeWord = toggle("ab|", words("wholeWord"), commit);
		this.regular = toggle(".*", words("regular"), commit);
		this.find.addEventListener("input", commit);
		this.replacement.addEventListener("input", commit);
		this.counter.className = "wiki-find-count";
		this.counter.setAttribute("role", "status");
		this.dom.className = "wiki-find";
		this.dom.setAttribute("role", "search");
		this.dom.addEventListener("keydown", (event) => this.key(event));
		const previous = button("↑", () => findPrevious(view));
		previous.setAttribute("aria-label", words("previous"));
		previous.title = words("previous");
		const next = button("↓", () => findNext(view));
		next.setAttribute("aria-label", words("next"));
		next.title = words("next");
		const close = button("✕", () => closeSearchPanel(view));
		close.setAttribute("aria-label", words("close"));
		close.title = words("close");
		const findRow = document.createElement("div");
		findRow.className = "wiki-find-row";
		findRow.append(this.find, this.matchCase, this.wholeWord, this.regular, this.counter, previous, next, close);
		const replaceRow = document.createElement("div");
		replaceRow.className = "wiki-find-row wiki-find-replace";
		replaceRow.append(
			this.replacement,
			button(words("replaceOne"), () => replaceNext(view)),
			button(words("replaceAll"), () => replaceAll(view)),
		);
		replaceRow.hidden = view.state.readOnly;
		this.dom.append(findRow, replaceRow);
		this.show(this.query);
	}

	mount(): void {
		this.find.select();
		this.countSoon();
	}

	update(update: ViewUpdate): void {
		for (const transaction of update.transactions) {
			for (const effect of transaction.effects) {
				if (effect.is(setSearchQuery) && !effect.value.eq(this.query)) this.show(effect.value);
			}
		}
		if (update.docChanged || update.selectionSet) this.countSoon();
	}

	destroy(): void {
		if (this.timer !== null) clearTimeout(this.timer);
	}

	private show(query: SearchQuery): void {
		this.query = query;
		this.find.value = query.search;
		this.replacement.value = query.replace;
		this.matchCase.setAttribute("aria-pressed", String(query.caseSensitive));
		this.wholeWord.setAttribute("aria-pressed", String(query.wholeWord));
		this.regular.setAttribute("aria-pressed", String(query.regexp));
	}

	private commit(): void {
		const query = new SearchQuery({
			search: this.find.value,
			replace: this.replacement.value,
			caseSensitive: pressed(this.matchCase),
			wholeWord: pressed(this.wholeWord),
			regexp: pressed(this.regular),
		});
		if (query.eq(this.query)) return;
		this.query = query;
		this.view.dispatch({ effects: setSearchQuery.of(query) });
		this.countSoon();
	}

	private key(event: KeyboardEvent): void {
		if (runScopeHandlers(this.view, event, "search-panel")) event.preventDefault();
		else if (event.key === "Enter" && event.target === this.find) {
			event.preventDefault();
			(event.shiftKey ? findPrevious : findNext)(this.view);
		} else if (event.key === "Enter" && event.target === this.replacement) {
			event.preventDefault();
			replaceNext(this.view);
		}
	}

	private countSoon(): void {
		if (this.timer !== null) clearTimeout(this.timer);
		this.timer = setTimeout(() => {
			const { all, current } = count(this.view, this.query);
			const { words } = this.view.state.facet(editorPorts);
			const shown = all >= MOST_COUNTED ? `${MOST_COUNTED}+` : String(all);
			if (this.query.search === "") this.counter.textContent = "";
			else if (all === 0) this.counter.textContent = words("find.none");
			else this.counter.textContent = current === 0 ? words("find.all", { all: shown }) : words("find.count", { current, all: shown });
		}, COUNT_AFTER);
	}
}

export const findAndReplace = [search({ top: true, createPanel: (view) => new FindPanel(view) }), keymap.of(searchKeymap)];
