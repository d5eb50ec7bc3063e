/** What axe finds on a screen. */
import { AxeBuilder } from "@axe-core/playwright";
import { expect, type Page } from "@playwright/test";

/** Serious and critical findings on what is shown now. Everything is looked at in light; in dark only what colours can spoil. */
export async function findings(page: Page, screen: string): Promise<readonly string[]> {
	const found: string[] = [];
	for (const colorScheme of ["light", "dark"] as const) {
		await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
		await expect(page.locator("html")).toHaveAttribute("data-mantine-color-scheme", colorScheme);
		// Colours change within the same frames as the theme; contrast is measured after them.
		await page.waitForFunction(() => document.getAnimations().every(({ playState }) => playState !== "running"));
		const axe = new AxeBuilder({ page }).setLegacyMode(true);
		const { violations } = await (colorScheme === "light" ? axe : axe.withRules(["color-contrast", "link-in-text-block"])).analyze();
		for (const { id, impact, nodes } of violations) {
			if (impact !== "serious" && impact !== "critical") continue;
			for (const { html, failureSummary } of nodes.slice(0, 3))
				found.push(`${screen}, ${colorScheme}, ${id}: ${html.slice(0, 200)} ${failureSummary?.slice(0, 300)}`);
		}
	}
	return found;
}
