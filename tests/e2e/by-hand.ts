/** What people do about spaces in the window itself: by its fields, buttons and words. */
import { expect, type Locator, type Page } from "@playwright/test";
import { dialog, openBook } from "./book-driver";
import type { LaunchedApp, LaunchOptions } from "./launch-app";

/** The first run of somebody who gives a name and a colour. */
export async function firstRun(name: string, colour: string, options: LaunchOptions = {}): Promise<LaunchedApp> {
	// Other laptops call at this address alone: nothing of a test leaves the machine.
	const launched = await openBook({ ...options, args: ["--local-address=127.0.0.1", ...(options.args ?? [])] });
	const { page } = launched;
	await page.setViewportSize({ width: 1440, height: 900 });
	await page.getByLabel("What should we call you?").fill(name);
	await page.getByRole("radio", { name: colour }).click({ force: true });
	await page.getByRole("button", { name: "Start", exact: true }).click();
	await expect(page.getByText("Your book is open at its first page.")).toBeVisible();
	return launched;
}

/** A space of the left panel. */
export function spaceEntry(page: Page, name: string | RegExp): Locator {
	return page.getByRole("region", { name: "Spaces" }).getByRole("button", { name });
}

/** Opens a space at one of its tabs. */
export async function openSpace(page: Page, name: string, tab: "Contents" | "People and access" | "Copies"): Promise<void> {
	await spaceEntry(page, name).click();
	await expect(page.getByRole("heading", { level: 1, name })).toBeVisible();
	await page.getByRole("tab", { name: new RegExp(`^${tab}`) }).click();
}

/** Makes a link to the space that is open at its people. */
export async function inviteLink(
	page: Page,
	wish: { readonly role: string; readonly people: string; readonly ends: string },
): Promise<string> {
	for (const [label, value] of [
		["They come in as", wish.role],
		["Good for", wish.people],
		["Ends", wish.ends],
	] as const) {
		await page.getByRole("combobox", { name: label }).click();
		await page.getByRole("option", { name: value, exact: true }).click();
	}
	await page.getByRole("button", { name: "Make a link" }).click();
	return page.getByLabel("The link").inputValue();
}

/** Pastes a link and takes what it offers. */
export async function acceptLink(page: Page, link: string): Promise<void> {
	await page.getByRole("button", { name: "Join with a link" }).click();
	await dialog(page).getByLabel("The link").fill(link);
	await dialog(page).getByRole("button", { name: "Join the space" }).click();
	await expect(dialog(page)).toBeHidden();
}

/** The words about where changes are. */
export const statusLine = (page: Page): Locator => page.getByRole("button", { name: /Show where changes are$/ });

/** Sets a switch behind the status line. */
export async function setSwitch(page: Page, name: string, on: boolean): Promise<void> {
	await statusLine(page).click();
	const wanted = dialog(page).getByRole("switch", { name });
	// It shows what is so, not what was pressed.
	if ((await wanted.isChecked()) !== on) await wanted.click({ force: true });
	await expect(wanted).toBeChecked({ checked: on });
	await page.keyboard.press("Escape");
	await expect(dialog(page)).toBeHidden();
}
