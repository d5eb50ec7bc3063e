import { CompletionContext } from "@codemirror/autocomplete";
import { ensureSyntaxTree, foldedRanges } from "@codemirror/language";
import { EditorState } from "@codemirror/state";
import { EditorView, runScopeHandlers } from "@codemirror/view";
import { afterEach, beforeAll, describe, expect, it, vi } from "vitest";
import { INSERTABLES, today } from "../../renderer/features/wiki/editor/complete/blocks";
import { completeLinks, completeTags } from "../../renderer/features/wiki/editor/complete/link-completion";
import { completeSlash } from "../../renderer/features/wiki/editor/complete/slash-completion";
import { pageExtensions } from "../../renderer/features/wiki/editor/create-editor";
import type { EditorPorts } from "../../renderer/features/wiki/editor/editor-ports";
import { lineKind, setLines } from "../../renderer/features/wiki/editor/edits/block-formatting";
import { makeLink, toggleFormat } from "../../renderer/features/wiki/editor/edits/inline-formatting";
import { readOutline } from "../../renderer/features/wiki/editor/outline/outline";
import { createSanitiser } from "../../renderer/features/wiki/rendering/sanitise";

const row = (title: string, kind = "page") => ({ id: title, title, kind, detail: { of: kind } });

function makePorts(part: Partial<EditorPorts> = {}): EditorPorts {
	return {
		resolver: { meaning: (name) => (name === "Missing" ? null : (row(name) as never)), onChange: () => () => {} },
		follow: vi.fn(),
		openExternal: vi.fn(),
		showTag: vi.fn(),
		drawEmbed: (written, into) => {
			into.textContent = `embed:${written}`;
			return () => {};
		},
		drawLine: (markdown) => {
			const fragment = document.createDocumentFragment();
			fragment.append(markdown);
			return fragment;
		},
		completePages: () =>
			Promise.resolve([
				{ name: "Seal kit", row: row("Seal kit") },
				{ name: "Kit", row: row("Seal kit") },
			] as never),
		completeTags: () => Promise.resolve(["valves", "how-to"]),
		headingsOf: (name) => Promise.resolve(name === "Seal kit" ? ["Contents"] : ["Own"]),
		attach: () => Promise.resolve(["picture.png"]),
		pickFiles: () => Promise.resolve([]),
		words: (key) => key.split(".").at(-1) ?? key,
		...part,
	};
}

const views: EditorView[] = [];

/** `|` marks the cursor; two of them mark a selection. */
function open(text: string, ports = makePorts()): EditorView {
	const anchor = text.indexOf("¦");
	const head = text.lastIndexOf("¦");
	const doc = text.replaceAll("¦", "");
	const parent = document.createElement("div");
	document.body.append(parent);
	const sanitiser = createSanitiser(window);
	const view = new EditorView({
		parent,
		state: EditorState.create({
			doc,
			...(anchor < 0 ? {} : { selection: { anchor, head: head > anchor ? head - 1 : anchor } }),
			extensions: [
				EditorState.lineSeparator.of("\n"),
				pageExtensions({ ports, label: "Text", sanitiser: () => sanitiser, onOutline: () => {}, onUpdate: () => {} }),
			],
		}),
	});
	ensureSyntaxTree(view.state, doc.length, 5000);
	views.push(view);
	return view;
}

const press = (view: EditorView, key: string, more: object = {}): boolean =>
	runScopeHandlers(view, new KeyboardEvent("keydown", { key, ...more }), "editor");
const textOf = (view: EditorView): string => view.state.doc.toString();

beforeAll(() => {
	// jsdom lays nothing out; these are what the editor asks for.
	Range.prototype.getClientRects = () => [] as never;
	Range.prototype.getBoundingClientRect = () => new DOMRect();
	globalThis.requestIdleCallback ??= ((act: () => void) => setTimeout(act, 0)) as never;
	globalThis.cancelIdleCallback ??= clearTimeout as never;
});
afterEach(() => {
	for (const view of views.splice(0)) view.destroy();
	document.body.replaceChildren();
});

describe("what is seen while nobody edits", () => {
	it("has no markup", () => {
		const view = open("# Title\n\nSome **bold** and `code` and [[Page|words]] and [site](https://example.org).\n\n- item\n");
		expect(view.contentDOM.textContent).toBe("TitleSome bold and code and words and site.• item");
	});

	it("shows which pages exist and which do not", () => {
		const view = open("[[Here]] [[Missing]]");
		expect(view.contentDOM.querySelectorAll(".wiki-link")).toHaveLength(2);
		expect(view.contentDOM.querySelector(".wiki-missing")?.textContent).toBe("Missing");
	});

	it("draws tables, tasks, embeds and callouts", () => {
		const view = open("| a | b |\n|---|---|\n| 1 | 2 |\n\n- [x] done\n\n![[Other]]\n\n> [!tip] Mind\n> this\n\nend¦");
		expect(view.contentDOM.querySelector("table")?.rows).toHaveLength(2);
		expect(view.contentDOM.querySelector<HTMLInputElement>("input[type=checkbox]")?.checked).toBe(true);
		expect(view.contentDOM.querySelector(".wiki-embed")?.textContent).toBe("embed:Other");
		expect(view.contentDOM.querySelectorAll(".wiki-callout-good")).toHaveLength(2);
	});

	it("begins with closed callouts folded", async () => {
		const view = open("> [!note]- Closed\n> hidden\n\nend");
		await Promise.resolve();
		expect(foldedRanges(view.state).size).toBe(1);
		view.contentDOM.querySelector<HTMLButtonElement>(".wiki-fold")?.click();
		expect(foldedRanges(view.state).size).toBe(0);
	});

	it("keeps a table a table while words are typed elsewhere", () => {
		const view = open("start¦\n\n| a |\n|---|\n| 1 |\n");
		view.dispatch(view.state.replaceSelection("\n\nmore "));
		expect(view.contentDOM.querySelectorAll("table")).toHaveLength(1);
		view.dispatch({ changes: { from: textOf(view).indexOf("1"), to: textOf(view).indexOf("1") + 1, insert: "9" } });
		expect(view.contentDOM.querySelector("td")?.textContent).toBe("9");
	});
});

describe("a click", () => {
	it("on a task ticks it in the text", () => {
		const view = open("- [ ] to do");
		view.contentDOM.querySelector<HTMLInputElement>("input")?.click();
		expect(textOf(view)).toBe("- [x] to do");
	});

	it("on a link follows it", () => {
		const ports = makePorts();
		const view = open("[[Page#Part]] #tag https://example.org", ports);
		const down = (selector: string) =>
			view.contentDOM.querySelector(selector)?.dispatchEvent(new MouseEvent("mousedown", { bubbles: true, cancelable: true, button: 0 }));
		down(".wiki-link");
		expect(ports.follow).toHaveBeenCalledWith(expect.objectContaining({ target: "Page", heading: "Part" }));
		down(".wiki-tag");
		expect(ports.showTag).toHaveBeenCalledWith("tag");
		down(".wiki-link-web");
		expect(ports.openExternal).toHaveBeenCalledWith("https://example.org");
	});
});

describe("formatting without Markdown", () => {
	it.each([
		["a ¦word¦ b", "bold", "a **word** b"],
		["a **wo¦rd** b", "bold", "a word b"],
		["wo¦rd", "italic", "*word*"],
		["¦ word ¦", "highlight", " ==word== "],
	] as const)("%s %s", (before, format, after) => {
		const view = open(before);
		toggleFormat(format)(view);
		expect(textOf(view)).toBe(after);
	});

	it("turns lines into lists and back", () => {
		const view = open("¦one\n\ntwo¦");
		setLines("numbers")(view);
		expect(textOf(view)).toBe("1. one\n\n2. two");
		setLines("tasks")(view);
		expect(textOf(view)).toBe("- [ ] one\n\n- [ ] two");
		setLines("tasks")(view);
		expect(textOf(view)).toBe("one\n\ntwo");
		expect(lineKind("## x")).toBe("heading-2");
	});

	it("makes a link of an address and of words", () => {
		const address = open("¦https://example.org¦");
		makeLink(address);
		expect(textOf(address)).toBe("[](https://example.org)");
		const words = open("¦words¦");
		makeLink(words);
		expect(textOf(words)).toBe("[words]()");
	});

	it.each(INSERTABLES.map(({ id }) => id))("%s can be put into an empty page, and undone by nobody else's hand", (id) => {
		const view = open("¦");
		INSERTABLES.find((insertable) => insertable.id === id)?.run(view);
		expect(view.state.selection.main.to).toBeLessThanOrEqual(view.state.doc.length);
	});

	it("writes dates that sort", () => {
		expect(today(new Date(2026, 10, 4))).toBe("2026-11-04");
	});

	it("is switched on, typed in, and switched off", () => {
		const view = open("¦");
		toggleFormat("bold")(view);
		view.dispatch(view.state.replaceSelection("warm"));
		ensureSyntaxTree(view.state, view.state.doc.length, 1000);
		toggleFormat("bold")(view);
		view.dispatch(view.state.replaceSelection(" at noon"));
		expect(view.state.doc.toString()).toBe("**warm** at noon");
	});
});

describe("keys", () => {
	it("Enter goes on with a list, and ends it from an empty item", () => {
		const view = open("- [ ] one¦");
		press(view, "Enter");
		expect(textOf(view)).toBe("- [ ] one\n- [ ] ");
		press(view, "Enter");
		expect(textOf(view)).toBe("- [ ] one\n");
	});

	it("Tab moves an item with what lies in it, and back", () => {
		const view = open("- a\n- b¦\n  - c\n");
		press(view, "Tab");
		expect(textOf(view)).toBe("- a\n  - b\n    - c\n");
		press(view, "Tab", { shiftKey: true });
		expect(textOf(view)).toBe("- a\n- b\n  - c\n");
	});

	it("Tab outside lists and tables leaves the editor, so that nobody is caught in it", () => {
		expect(press(open("words¦"), "Tab")).toBe(false);
	});

	it("Tab goes from cell to cell and makes a new row at the end", () => {
		const view = open("| a | b |\n|---|---|\n| 1 | 2¦ |");
		press(view, "Tab");
		expect(textOf(view).split("\n")).toHaveLength(4);
	});
});

describe("suggestions", () => {
	const ask = (source: typeof completeLinks, view: EditorView) =>
		source(new CompletionContext(view.state, view.state.selection.main.head, true));

	it("offer pages by title and alias, and a new page", async () => {
		const view = open("see [[Ki¦");
		const result = await ask(completeLinks, view);
		expect(result?.options.map(({ label }) => label)).toEqual(["Seal kit", "Kit", "Ki"]);
		const alias = result?.options[1];
		if (typeof alias?.apply !== "function" || result === null || result === undefined) throw new Error("no apply");
		alias.apply(view, alias, result.from, view.state.doc.length);
		expect(textOf(view)).toBe("see [[Seal kit|Kit]]");
	});

	it("offer headings after #, and tags", async () => {
		expect((await ask(completeLinks, open("[[Seal kit#¦")))?.options.map(({ label }) => label)).toEqual(["Contents"]);
		expect((await ask(completeLinks, open("[[#¦")))?.options.map(({ label }) => label)).toEqual(["Own"]);
		expect((await ask(completeTags, open("words #va¦")))?.options.map(({ label }) => label)).toContain("valves");
	});

	it("offer what can be put in, after /", async () => {
		const result = await ask(completeSlash, open("/tab¦"));
		expect(result?.options.map(({ label }) => label)).toEqual(["table"]);
		expect(await ask(completeSlash, open("and/or¦"))).toBeNull();
	});
});

describe("pasting", () => {
	function paste(view: EditorView, data: Readonly<Record<string, string>>, files: readonly File[] = []): void {
		const event = new Event("paste", { bubbles: true, cancelable: true });
		Object.defineProperty(event, "clipboardData", {
			value: { getData: (type: string) => data[type] ?? "", types: Object.keys(data), files },
		});
		view.contentDOM.dispatchEvent(event);
	}

	it("turns HTML into Markdown and keeps nothing that could harm", () => {
		const view = open("¦");
		paste(view, {
			"text/html":
				'<h2>Head</h2><p>a <b>b</b> <a href="javascript:alert(1)">c</a><img src=x onerror=alert(1)></p><ul><li>x</li></ul><table><tr><th>k</th></tr><tr><td>v</td></tr></table>',
			"text/plain": "Head a b c x",
		});
		const text = textOf(view);
		expect(text).toContain("## Head");
		expect(text).toContain("a **b** c");
		expect(text).toContain("- x");
		expect(text).toMatch(/\| k\s*\|/);
		expect(text).not.toMatch(/javascript|onerror|<img/);
	});

	it("links the selected words when an address is pasted over them", () => {
		const view = open("read ¦this¦ now");
		paste(view, { "text/plain": "https://example.org/a_(b)" });
		expect(textOf(view)).toBe("read [this](https://example.org/a_%28b%29) now");
	});

	it("keeps pasted pictures and embeds them", async () => {
		const view = open("¦");
		paste(view, {}, [new File(["x"], "image.png", { type: "image/png" })]);
		await vi.waitFor(() => expect(textOf(view)).toBe("![[picture.png]]"));
	});

	it("makes line breaks of other systems ours", () => {
		const view = open("¦");
		paste(view, { "text/plain": "a\r\nb\rc" });
		expect(textOf(view)).toBe("a\nb\nc");
	});
});

describe("a huge page", () => {
	it("is drawn only where it is seen", () => {
		const view = open(`${"Some **bold** words and [[a link]].\n\n".repeat(6000)}`);
		expect(view.state.doc.length).toBeGreaterThan(200_000);
		expect(view.contentDOM.querySelectorAll(".wiki-link").length).toBeLessThan(400);
	});

	it("still has an outline and a count of words", () => {
		const outline = readOutline(open("# One\n\nsome words #tag\n\n## Two *x*\n").state);
		expect(outline.headings.map(({ level, text }) => [level, text])).toEqual([
			[1, "One"],
			[2, "Two x"],
		]);
		expect(outline.tags).toEqual(["tag"]);
		expect(outline.words).toBeGreaterThan(4);
	});
});
