import { expect, type Page, test } from "@playwright/test";
import type { ShellApi } from "../../shared/host";
import { answerOf, callHost } from "./engine-port";
import { type LaunchedApp, launchApp } from "./launch-app";

type Shell = typeof globalThis & { commonplace: ShellApi };

/** Asks for one of the kit's windows; the answer comes when that is closed. */
async function openKit(launched: LaunchedApp, call: "showRecoveryKit" | "recoverFromKit"): Promise<{ kit: Page; answer: Promise<string> }> {
	const [kit, answer] = await Promise.all([
		launched.app.waitForEvent("window"),
		Promise.resolve({
			when: launched.page
				.evaluate((name) => (window as unknown as Shell).commonplace[name](), call)
				.catch((error: unknown) => String(error)),
		}),
	]);
	await kit.waitForLoadState("load");
	return { kit, answer: answer.when };
}

/** Presses what closes the window: its page may be gone before the driver hears that it was pressed. */
async function pressLast(kit: Page, name: string): Promise<void> {
	const button = kit.getByRole("button", { name });
	await expect(button).toBeEnabled();
	const closed = kit.waitForEvent("close");
	await Promise.all([closed, button.click().catch(() => undefined)]);
}

/** The app would start a second time on its own; the test starts it. */
async function insteadOfRestart(launched: LaunchedApp): Promise<void> {
	await launched.app.evaluate(({ app }) => {
		app.relaunch = () => undefined;
	});
}

test("24 words written down on one laptop make another one the same person's", async () => {
	const first = await launchApp();
	await first.page.waitForLoadState("load");
	const before = await answerOf<Record<string, unknown>>(callHost(first.page, "identity.open"));
	const shown = await openKit(first, "showRecoveryKit");
	await expect(shown.kit.getByRole("heading", { name: "Your recovery kit" })).toBeVisible();
	await expect(shown.kit.getByRole("listitem")).toHaveCount(24);
	const words = await shown.kit.getByRole("listitem").allTextContents();
	expect(words.every((word) => /^[a-z]{3,8}$/.test(word))).toBe(true);
	// Nothing of it is in the interface, and the kit's page reaches nothing but its four functions.
	expect(await first.page.evaluate(() => "kit" in window)).toBe(false);
	expect(await shown.kit.evaluate(() => Object.keys((window as unknown as { kit: object }).kit).sort())).toEqual([
		"done",
		"kit",
		"submit",
		"words",
	]);
	expect(await shown.kit.evaluate(() => ["commonplace", "require", "process"].filter((name) => name in globalThis))).toEqual([]);
	expect(
		await shown.kit.evaluate(() =>
			fetch("app://book/index.html").then(
				() => "answered",
				() => "refused",
			),
		),
	).toBe("refused");
	await pressLast(shown.kit, "I have written them down");
	expect(await shown.answer).toBe("kept");
	expect(
		await first.page.evaluate(async () => (await (window as unknown as Shell).commonplace.info()).settings.kitShownAt),
	).toBeGreaterThan(0);
	await first.close();

	const second = await launchApp();
	await second.page.waitForLoadState("load");
	await insteadOfRestart(second);
	const entering = await openKit(second, "recoverFromKit");
	const use = entering.kit.getByRole("button", { name: "Use this kit" });
	const field = entering.kit.getByLabel("The 24 words, in their order");
	await use.click();
	await expect(entering.kit.getByRole("alert")).toHaveText("These are 0 words; a kit has 24.");
	await field.fill(words.with(3, "zebu").join(" "));
	await use.click();
	await expect(entering.kit.getByRole("alert")).toContainText("Word 4, “zebu”");
	await field.fill(words.map((word, index) => `${index + 1}. ${word}`).join("\n"));
	const quit = second.app.waitForEvent("close");
	await pressLast(entering.kit, "Use this kit");
	await quit;

	const again = await launchApp({ userData: second.userData });
	await again.page.waitForLoadState("load");
	const after = await answerOf<Record<string, unknown>>(callHost(again.page, "identity.open"));
	expect(after.personKey).toEqual(before.personKey);
	expect(after.deviceKey).not.toEqual(before.deviceKey);
	expect(after.holdsPersonKey).toBe(true);
	await again.close();
});

test("a kit's window that is closed changes nothing, and there is one at a time", async () => {
	const launched = await launchApp();
	await launched.page.waitForLoadState("load");
	const before = await answerOf(callHost(launched.page, "identity.open"));
	const entering = await openKit(launched, "recoverFromKit");
	const another = launched.page.evaluate(() =>
		(window as unknown as Shell).commonplace.showRecoveryKit().then(
			() => "shown",
			() => "refused",
		),
	);
	expect(await another).toBe("refused");
	await pressLast(entering.kit, "Cancel");
	expect(await entering.answer).toBe("closed");
	const shown = await openKit(launched, "showRecoveryKit");
	await shown.kit.close();
	expect(await shown.answer).toBe("closed");
	expect(await launched.page.evaluate(async () => (await (window as unknown as Shell).commonplace.info()).settings.kitShownAt)).toBe(0);
	expect(await answerOf(callHost(launched.page, "identity.open"))).toEqual(before);
	await launched.close();
});
