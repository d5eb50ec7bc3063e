import { collab, receiveUpdates } from "@codemirror/collab";
import { history, undo } from "@codemirror/commands";
import { ChangeSet, EditorState, type TransactionSpec } from "@codemirror/state";
import { EditorView } from "@codemirror/view";
import fc from "fast-check";
import { beforeAll, describe, expect, test } from "vitest";
import { type Other, othersField, othersInText, showOthers } from "../../renderer/features/wiki/editor/others/others";
import { personColours } from "../../renderer/features/wiki/editor/others/person-colours";
import { toSaved, toShown } from "../../renderer/features/wiki/editor/others/positions";
import { contrastOf } from "../../renderer/ui/spaces/card-colours";

const ada = (anchor: number, head: number): Other => ({ device: "ad", name: "Ada", colours: personColours("#2b5c8c"), anchor, head });

function stateOf(doc: string): EditorState {
	return EditorState.create({ doc, extensions: [othersInText, collab({ startVersion: 0, clientID: "mine" }), history()] });
}

function become(state: EditorState, ...specs: readonly TransactionSpec[]): EditorState {
	return specs.reduce((now, spec) => now.update(spec).state, state);
}

const placesIn = (state: EditorState): readonly (readonly [number, number])[] =>
	state.field(othersField).map(({ anchor, head }) => [anchor, head] as const);

/** A text with something typed that nobody else has yet. */
const unsent = (state: EditorState) => ({ hasUnsent: () => true, state: () => state });

beforeAll(() => {
	// jsdom lays nothing out; every letter is ten pixels wide here.
	Range.prototype.getClientRects = function (this: Range) {
		return [new DOMRect(this.startOffset * 10, 0, 0, 20)] as never;
	};
	Range.prototype.getBoundingClientRect = function (this: Range) {
		return new DOMRect(this.startOffset * 10, 0, 0, 20);
	};
});

describe("others in the text", () => {
	test("stay at their words while one types before, behind and where they are", () => {
		const state = become(stateOf("The seal weeps."), { effects: showOthers.of([ada(4, 8)]) });
		expect(placesIn(become(state, { changes: { from: 0, insert: "Now: " } }))).toEqual([[9, 13]]);
		expect(placesIn(become(state, { changes: { from: 15, insert: " Wait." } }))).toEqual([[4, 8]]);
		expect(placesIn(become(state, { changes: { from: 0, to: 9 } }))).toEqual([[0, 0]]);
	});

	test("that are said to be where there is no text are at its end, and those who have gone are nowhere", () => {
		const state = become(stateOf("short"), { effects: showOthers.of([ada(2, 99)]) });
		expect(placesIn(state)).toEqual([[2, 5]]);
		expect(placesIn(become(state, { effects: showOthers.of([]) }))).toEqual([]);
	});

	test("are carets with their names, that never become a part of the text", async () => {
		const parent = document.body.appendChild(document.createElement("div"));
		const view = new EditorView({ parent, state: stateOf("The seal weeps.") });
		const written = view.contentDOM.innerHTML;
		view.dispatch({ effects: showOthers.of([ada(4, 8)]) });
		await expect.poll(() => parent.querySelector(".wiki-other-name")?.textContent).toBe("Ada");
		expect(view.contentDOM.innerHTML).toBe(written);
		view.dispatch({ effects: showOthers.of([]) });
		await expect.poll(() => parent.querySelector(".wiki-other-caret")).toBeNull();
		view.destroy();
	});

	test("what others write is not undone with one's own, and one's own cursor stays at its words", () => {
		let state = become(stateOf("one three"), { changes: { from: 9, insert: " four" }, selection: { anchor: 14 }, userEvent: "input.type" });
		state = receiveUpdates(state, [{ clientID: "theirs", changes: ChangeSet.of({ from: 4, insert: "two " }, 9) }]).state;
		expect(state.doc.toString()).toBe("one two three four");
		expect(state.selection.main.head).toBe(18);
		undo({ state, dispatch: (transaction) => (state = transaction.state) });
		expect(state.doc.toString()).toBe("one two three");
	});
});

describe("positions", () => {
	test("with words that are only here are those of the text that everybody has", () => {
		const state = become(stateOf("The weeps."), { changes: { from: 4, insert: "seal " } });
		expect(toShown(unsent(state), 6)).toBe(11);
		expect(toSaved(unsent(state), 11)).toBe(6);
		expect(toSaved(unsent(state), 9)).toBe(4);
		expect(toSaved({ hasUnsent: () => false, state: () => state }, 9)).toBe(9);
	});

	test("are within the text on either side, whatever is typed", () => {
		const edit = fc.record({ at: fc.nat(40), remove: fc.nat(6), insert: fc.string({ maxLength: 6 }) });
		fc.assert(
			fc.property(fc.array(edit, { maxLength: 6 }), fc.nat(80), (edits, position) => {
				const saved = "The seal weeps at working pressure.";
				const state = edits.reduce((now, { at, remove, insert }) => {
					const from = Math.min(at, now.doc.length);
					return become(now, { changes: { from, to: Math.min(from + remove, now.doc.length), insert } });
				}, stateOf(saved));
				const text = unsent(state);
				expect(toShown(text, Math.min(position, saved.length))).toBeLessThanOrEqual(state.doc.length);
				expect(toSaved(text, Math.min(position, state.doc.length))).toBeLessThanOrEqual(saved.length);
			}),
		);
	});
});

test("whatever colour a person has, their caret stands out on either paper and their name can be read", () => {
	const hex = fc.integer({ min: 0, max: 0xffffff }).map((value) => `#${value.toString(16).padStart(6, "0")}`);
	fc.assert(
		fc.property(hex, (chosen) => {
			const { light, dark, onLight, onDark } = personColours(chosen);
			expect(contrastOf(light, "#fbf9f4")).toBeGreaterThanOrEqual(3);
			expect(contrastOf(dark, "#17181b")).toBeGreaterThanOrEqual(3);
			expect(contrastOf(light, onLight)).toBeGreaterThanOrEqual(4.5);
			expect(contrastOf(dark, onDark)).toBeGreaterThanOrEqual(4.5);
		}),
	);
});
