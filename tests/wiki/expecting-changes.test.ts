import { change, type Doc, from } from "@automerge/automerge/slim";
import { beforeAll, describe, expect, it } from "vitest";
import { tickTask } from "../../renderer/features/wiki/page/tick-task";
import { CommandRefused, type Draft } from "../../shared/model/item";
import { commandOf } from "../../shared/model/registry";
import { loadAutomerge } from "../engine/test-book";

beforeAll(loadAutomerge);

/** The body after the command. */
function bodyAfter(body: string, name: string, given: unknown): string {
	const command = commandOf("page", name);
	if (command === null) throw new Error(`no ${name}`);
	const document: Doc<Draft> = change(from<Draft>({ body }), (draft) => command.apply(draft, command.params.parse(given) as never));
	return String(document.body);
}

describe("a change of a page that names what it expects", () => {
	it("ticks and unticks the task on its line, whatever was typed elsewhere", () => {
		expect(bodyAfter("typed just now\n- [ ] see [x]\nend", "set-task", { line: 1, expected: "- [ ] see [x]", done: true })).toBe(
			"typed just now\n- [x] see [x]\nend",
		);
		expect(bodyAfter("a\r\n- [X] b\r\nc", "set-task", { line: 1, expected: "- [X] b", done: false })).toBe("a\r\n- [ ] b\r\nc");
	});

	it("leaves a page alone when the line reads differently by now", () => {
		for (const body of ["new line\n- [ ] a", "- [ ] ab", "", "- [x] a"])
			expect(() => bodyAfter(body, "set-task", { line: 0, expected: "- [ ] a", done: true })).toThrow(CommandRefused);
		expect(() => bodyAfter("a", "set-task", { line: 0, expected: "a", done: true })).toThrow(CommandRefused);
	});

	it("replaces the words only where they stand", () => {
		expect(bodyAfter("See the valve. And more.", "replace-text", { at: 8, expected: "valve", insert: "[[Valve]]" })).toBe(
			"See the [[Valve]]. And more.",
		);
		expect(() => bodyAfter("Do see the valve.", "replace-text", { at: 8, expected: "valve", insert: "[[Valve]]" })).toThrow(CommandRefused);
		expect(() => bodyAfter("short", "replace-text", { at: 99, expected: "", insert: "x" })).toThrow(CommandRefused);
	});

	it("gives a whole text back only when it is still the one expected", () => {
		expect(bodyAfter("restored", "set-body", { body: "before", expected: "restored" })).toBe("before");
		expect(() => bodyAfter("restored and typed", "set-body", { body: "before", expected: "restored" })).toThrow(CommandRefused);
	});
});

describe("ticking a task while reading", () => {
	it("names the line as it was read", () => {
		expect(tickTask("p", "a\n- [ ] b", 1)).toEqual({ do: "set-task", id: "p", params: { line: 1, expected: "- [ ] b", done: true } });
		expect(tickTask("p", "a\r\n- [x] b", 1)).toMatchObject({ params: { expected: "- [x] b", done: false } });
		expect(tickTask("p", "a", 7)).toBeNull();
	});
});
