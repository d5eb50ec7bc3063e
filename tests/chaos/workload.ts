/** What the app is busy with when it dies, and what it acknowledged until then. */
import type { Page } from "@playwright/test";
import type { Engine } from "../../renderer/engine/contract";

declare global {
	interface Window {
		/** There when the app was started with `--diagnostics`. */
		readonly commonplaceEngine: Engine;
		readonly acknowledged: (kind: string, key: string, value: number) => Promise<void>;
	}
}

/** Everything that the app said was saved. */
export interface Ledger {
	/** The page that is typed in, and the last number typed that was acknowledged. */
	page: string | null;
	typed: number;
	/** Titles of bookmarks that were made, by their id. */
	readonly made: Map<string, number>;
	/** Finished imports, by their tag, with the number of bookmarks in each. */
	readonly imported: Map<string, number>;
	/** Imports that were begun and may or may not have ended. */
	readonly begun: Map<string, number>;
}

export function emptyLedger(): Ledger {
	return { page: null, typed: -1, made: new Map(), imported: new Map(), begun: new Map() };
}

/** Notes in the ledger what the page acknowledges, as it comes. */
export async function listen(page: Page, ledger: Ledger): Promise<void> {
	await page.exposeFunction("acknowledged", (kind: string, key: string, value: number) => {
		if (kind === "page") ledger.page = key;
		else if (kind === "typed") ledger.typed = Math.max(ledger.typed, value);
		else if (kind === "made") ledger.made.set(key, value);
		else ledger.imported.set(key, value);
	});
}

/** Types numbers into the page, one push after the other, until the app dies. */
export async function type(page: Page, ledger: Ledger): Promise<void> {
	await page.evaluate(async (known) => {
		const engine = window.commonplaceEngine;
		const id = known ?? (await engine.run([{ do: "create", kind: "page", fields: { title: "Typed", body: "" } }])).ids[0];
		if (id === undefined) throw new Error("no page was made");
		await window.acknowledged("page", id, 0);
		const session = await engine.openText(id);
		let version = session.version;
		let text = session.text;
		let next = text === "" ? 0 : Number(text.trim().split(" ").at(-1)) + 1;
		for (;;) {
			const word = `${next} `;
			const answer = await session.push(version, [{ origin: "chaos", splices: [{ at: text.length, remove: 0, insert: word }] }]);
			if (answer.outcome !== "accepted") throw new Error("nobody else writes here");
			version += 1;
			text += word;
			// Not awaited: the next push is under way while the test takes note.
			void window.acknowledged("typed", id, next);
			next += 1;
		}
	}, ledger.page);
}

/** Makes bookmarks and tags them, until the app dies. */
export async function command(page: Page, first: number): Promise<void> {
	await page.evaluate(async (start) => {
		const engine = window.commonplaceEngine;
		for (let number = start; ; number++) {
			const { ids } = await engine.run([
				{ do: "create", kind: "bookmark", fields: { url: `https://made.example/${number}`, title: `made ${number}` } },
			]);
			void window.acknowledged("made", String(ids[0]), number);
			await engine.run([{ do: "tag", id: String(ids[0]), params: { tag: "made" } }]);
		}
	}, first);
}

/** Imports the file that the next "open" dialog gives. */
export async function importFile(page: Page, tag: string, count: number): Promise<void> {
	await page.evaluate(
		async ([name, size]) => {
			const source = await (
				window as unknown as { commonplace: { pickSource(purpose: string): Promise<{ grant: string } | null> } }
			).commonplace.pickSource("bookmarks");
			if (source === null) throw new Error("nothing was picked");
			await window.commonplaceEngine.job("import-bookmarks", { grant: source.grant, into: null }).finished;
			await window.acknowledged("imported", name, size);
		},
		[tag, count] as const,
	);
}
