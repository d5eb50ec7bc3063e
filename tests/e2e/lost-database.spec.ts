import { mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "@playwright/test";
import { newPage, openBook, savedText, startEmpty, text, toast } from "./book-driver";
import { callHost } from "./engine-port";

test("a book whose databases were thrown away by the browser comes back from its second copy, and says so", async () => {
	const userData = await mkdtemp(join(tmpdir(), "commonplace-lost-"));
	const first = await openBook({ userData });
	await startEmpty(first.page);
	await newPage(first.page, "Valve seals");
	await text(first.page).click();
	await first.page.keyboard.type("A seal that leaks is changed at once.");
	await expect.poll(() => savedText(first.page, "Valve seals")).toBe("A seal that leaks is changed at once.");
	const bytesIn = async (): Promise<number> => {
		const state = await callHost(first.page, "journal.state");
		return state.ok ? (state.value as { bytes: number }).bytes : 0;
	};
	// The journal is a moment behind: it is quiet when it has everything.
	let last = -1;
	await expect
		.poll(
			async () => {
				const now = await bytesIn();
				const isQuiet = now > 0 && now === last;
				last = now;
				return isQuiet;
			},
			{ intervals: [2500] },
		)
		.toBe(true);
	await first.app.close();

	await rm(join(userData, "IndexedDB"), { recursive: true });
	const again = await openBook({ userData });
	await expect(toast(again.page, "brought back from its second copy")).toBeVisible();
	await expect.poll(() => savedText(again.page, "Valve seals")).toBe("A seal that leaks is changed at once.");
	await newPage(again.page, "Written afterwards");
	await expect.poll(() => savedText(again.page, "Written afterwards")).not.toBeNull();
	await again.app.close();
	expect((await readdir(userData)).filter((name) => name.startsWith("journal")).length).toBeGreaterThan(0);

	const third = await openBook({ userData });
	await expect.poll(() => savedText(third.page, "Written afterwards")).not.toBeNull();
	await expect(toast(third.page, "brought back from its second copy")).toHaveCount(0);
	await third.close();
	await rm(userData, { recursive: true, force: true });
});
