/** Getting about by keys alone. */
import { expect, type Page } from "@playwright/test";

/** Presses Tab until something with this name has the focus. */
export async function tabTo(page: Page, role: string, name: string | RegExp, most = 60): Promise<void> {
	const wanted = page.getByRole(role as "button", { name }).first();
	for (let step = 0; step < most; step += 1) {
		if (await wanted.evaluate((element) => element === document.activeElement).catch(() => false)) return;
		// In a list Tab indents; after Escape it leaves the text.
		if (await page.evaluate(() => document.activeElement?.getAttribute("contenteditable") === "true")) await page.keyboard.press("Escape");
		await page.keyboard.press("Tab");
	}
	await expect(wanted).toBeFocused();
}
