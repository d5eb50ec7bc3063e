/** After a sudden death: is everything acknowledged there, do log and library agree, is a new library the same? */
import { expect, type Page } from "@playwright/test";
import type { Ledger } from "./workload";

interface Answers {
	readonly rows: readonly {
		readonly id: string;
		readonly kind: string;
		readonly title: string;
		readonly tags: readonly string[];
		readonly updated: number;
	}[];
	readonly text: string | null;
	readonly found: number;
}

/** Everything that the app answers about the book. */
async function answersOf(page: Page, typedPage: string | null): Promise<Answers> {
	return page.evaluate(async (id) => {
		const engine = window.commonplaceEngine;
		const total = await new Promise<number>((resolve, reject) => {
			const list = engine.list(
				{ kinds: ["page", "bookmark", "collection"], sort: { by: "created", descending: false } },
				(state) => {
					list.close();
					resolve(state.total);
				},
				reject,
			);
		});
		const list = engine.list({ kinds: ["page", "bookmark", "collection"], sort: { by: "created", descending: false } }, () => undefined);
		const rows = await list.rows(0, total);
		list.close();
		const found = await engine.ask("search", { text: "tag:made", limit: 1000 });
		return { rows: rows.map((row) => ({ ...row })), text: id === null ? null : await engine.ask("text", { id }), found: found.hits.length };
	}, typedPage);
}

async function ready(page: Page): Promise<void> {
	await page.waitForFunction(() => window.commonplaceEngine?.state().is === "ready", undefined, { timeout: 30_000 });
}

/** Checks the whole book against the ledger. Gives the next number for made bookmarks. */
export async function verify(page: Page, ledger: Ledger): Promise<number> {
	await ready(page);
	const answers = await answersOf(page, ledger.page);
	if (ledger.page !== null) {
		const numbers = (answers.text ?? "").split(" ").filter((word) => word !== "");
		expect(numbers, "the typed text is whole and in order").toEqual(numbers.map((_, index) => String(index)));
		expect(numbers.length, "every acknowledged word is there").toBeGreaterThan(ledger.typed);
	}
	const titles = new Map(answers.rows.map((row) => [row.id, row.title]));
	for (const [id, number] of ledger.made) expect(titles.get(id), `bookmark ${number} was acknowledged`).toBe(`made ${number}`);
	for (const [tag, count] of ledger.begun) {
		const there = answers.rows.filter((row) => row.kind === "bookmark" && row.tags.includes(tag)).length;
		expect([0, count], "an import is there as a whole or not at all").toContain(there);
		if (ledger.imported.has(tag)) expect(there, "a finished import is there").toBe(count);
	}
	await page.evaluate(() => window.commonplaceEngine.job("rebuild-library", {}).finished);
	const again = await answersOf(page, ledger.page);
	expect(again, "a library made again answers the same").toEqual(answers);
	const health = await page.evaluate(() => window.commonplaceEngine.ask("health", {}));
	expect(health.quarantined, "nothing was damaged").toEqual([]);
	return Math.max(-1, ...answers.rows.filter((row) => row.title.startsWith("made ")).map((row) => Number(row.title.slice(5)))) + 1;
}
