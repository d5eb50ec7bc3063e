/** Pages of a driven app: made, filled and left through the engine, as the editor does it. */
import type { Page } from "@playwright/test";
import type { TraceEdit } from "../corpus/trace";
import type { AppWindow } from "./driven-app";

/** Makes a page with this text; gives its id. */
export function makePage(page: Page, title: string, body: string): Promise<string> {
	return page.evaluate(
		async ([name, text]) => {
			const { commonplaceEngine: engine } = globalThis as unknown as AppWindow;
			const { ids } = await engine.run([{ do: "create", kind: "page", fields: { title: name, body: text } }]);
			const [id] = ids;
			if (id === undefined) throw new Error("no page was made");
			return id;
		},
		[title, body] as const,
	);
}

/** Types edits into a page, `perPush` in every batch, each batch durable before the next. Milliseconds. */
export function typeEdits(page: Page, id: string, edits: readonly TraceEdit[], perPush: number): Promise<number> {
	return page.evaluate(
		async ([item, all, size]) => {
			const { commonplaceEngine: engine } = globalThis as unknown as AppWindow;
			const session = await engine.openText(item);
			let version = session.version;
			const started = performance.now();
			for (let from = 0; from < all.length; from += size) {
				const updates = all
					.slice(from, from + size)
					.map(([at, remove, insert]) => ({ origin: "bench", splices: [{ at, remove, insert }] }));
				const { outcome } = await session.push(version, updates);
				if (outcome !== "accepted") throw new Error(`the edits after ${from} were not taken`);
				version += updates.length;
			}
			const time = performance.now() - started;
			session.close();
			return time;
		},
		[id, edits, perPush] as const,
	);
}
