/** Says to others where this person is in a page, while it is on screen. */
import { useEffect } from "react";
import { useEngine } from "../../../ui";
import { toSaved } from "../editor/others/positions";
import type { EditorHandle } from "./page-text";

/** Milliseconds that others may be behind the cursor, so that typing never waits for them. */
const BEHIND = 120;

/** `handle`: the editor; null while the page is only read. `watch` tells of each change of cursor and text. */
export function useHere(page: string, handle: EditorHandle | null, watch: (watcher: () => void) => () => void): void {
	const engine = useEngine();
	useEffect(() => {
		let timer: ReturnType<typeof setTimeout> | null = null;
		let said = "";
		const say = (): void => {
			timer = null;
			const main = handle?.view.state.selection.main;
			const selection =
				handle === null || main === undefined ? null : { anchor: toSaved(handle.text, main.anchor), head: toSaved(handle.text, main.head) };
			const now = JSON.stringify(selection);
			if (now === said) return;
			said = now;
			engine.here({ id: page, selection });
		};
		say();
		const stop = watch(() => {
			timer ??= setTimeout(say, BEHIND);
		});
		return () => {
			stop();
			if (timer !== null) clearTimeout(timer);
			engine.here(null);
		};
	}, [engine, page, handle, watch]);
}
