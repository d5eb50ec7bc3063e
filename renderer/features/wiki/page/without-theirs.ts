/** Takes others' edits out of a page again, and leaves everything that was written beside and after them. */
import { Text } from "@codemirror/state";
import type { ItemId } from "../../../../shared/model/item";
import type { Command, Engine } from "../../../engine/contract";
import { textNow } from "../editor/session/open-texts";
import { LINE_BREAK } from "../editor/session/splices";
import { changesBetween } from "../editor/session/text-difference";

const textOf = (text: string): Text => Text.of(text.split(LINE_BREAK));

/** `now` without what led from `before` to `after`. Where something later touches the same words, both stay. */
export function textWithout(before: string, after: string, now: string): string {
	const back = changesBetween(textOf(after), textOf(before));
	if (back === null) return now;
	const since = changesBetween(textOf(after), textOf(now));
	const doc = (since === null ? back : back.map(since)).apply(textOf(now));
	return doc.sliceString(0, doc.length, LINE_BREAK);
}

/** Commands that take out what came between two versions, and those that put it in again. None where it is out already. Throws what the engine throws. */
export async function withoutTheirs(
	engine: Pick<Engine, "ask" | "openText">,
	page: ItemId,
	before: readonly string[],
	after: readonly string[],
): Promise<{ readonly commands: readonly Command[]; readonly undo: readonly Command[] }> {
	const [old, came, now] = [
		await engine.ask("versionText", { id: page, heads: before }),
		await engine.ask("versionText", { id: page, heads: after }),
		await textNow(engine, page),
	];
	const wanted = textWithout(old, came, now);
	if (wanted === now) return { commands: [], undo: [] };
	const write = (body: string, expected: string): Command => ({ do: "set-body", id: page, params: { body, expected } });
	return { commands: [write(wanted, now)], undo: [write(now, wanted)] };
}
