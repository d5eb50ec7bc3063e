/** Imports into a driven app, as a person does, and waits until everything can be seen and found. */
import type { ItemKind } from "../../../shared/model/item";
import { answerOpenDialog } from "../../e2e/launch-app";
import type { AppWindow, DrivenApp } from "./driven-app";

export interface ImportWanted {
	readonly job: "import-vault" | "import-bookmarks";
	readonly path: string;
	readonly kind: ItemKind;
	/** How many items of the kind there are afterwards, at least. */
	readonly total: number;
	/** A word that only the last item has. */
	readonly lastWord: string;
}

/** Milliseconds from the start until it was durable, until the list had all, and until search found the last one. */
export interface ImportTimes {
	readonly durable: number;
	readonly listed: number;
	readonly searchable: number;
}

export async function importInto({ app, page }: DrivenApp, { path, ...wanted }: ImportWanted): Promise<ImportTimes> {
	await answerOpenDialog(app, [path]);
	return page.evaluate(async ({ job, kind, total, lastWord }) => {
		const { commonplace, commonplaceEngine: engine } = globalThis as unknown as AppWindow;
		const source = await commonplace.pickSource(job === "import-vault" ? "vault" : "bookmarks");
		if (source === null) throw new Error("nothing was picked");
		const started = performance.now();
		const report = await engine.job(job, { grant: source.grant, into: null }).finished;
		const durable = performance.now() - started;
		const taken = Object.values(report.taken).reduce((sum, count) => sum + (count ?? 0), 0);
		if (taken < total) throw new Error(`of ${total} items only ${taken} were taken: ${JSON.stringify(report.skipped.slice(0, 3))}`);
		await new Promise<void>((resolve, reject) => {
			const list = engine.list(
				{ kinds: [kind], sort: { by: "updated", descending: true } },
				(state) => {
					if (state.total < total) return;
					resolve();
					setTimeout(() => list.close(), 0);
				},
				reject,
			);
		});
		const listed = performance.now() - started;
		for (;;) {
			const { hits } = await engine.ask("search", { text: lastWord, limit: 5 });
			if (hits.length > 0) break;
			await new Promise((resolve) => setTimeout(resolve, 5));
		}
		return { durable, listed, searchable: performance.now() - started };
	}, wanted);
}
