/** One person with two laptops, by hand: the second is added by a code, and removed when it is lost. */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "@playwright/test";
import { type ServerProcess, startServerProcess } from "../server/server-process";
import { ask, dialog, newPage, openBook, place, toast, tree } from "./book-driver";
import { firstRun, openSpace, statusLine } from "./by-hand";

test.describe.configure({ timeout: 240_000 });

let folder = "";
let server: ServerProcess | null = null;
let closing: (() => Promise<void>)[] = [];

test.beforeEach(async () => {
	folder = await mkdtemp(join(tmpdir(), "commonplace-two-laptops-"));
	closing = [];
});

test.afterEach(async () => {
	for (const close of closing) await close();
	await server?.end("SIGTERM");
	server = null;
	await rm(folder, { recursive: true, force: true });
});

test("a second laptop is added by a code, has the book after the next meeting, and gets nothing new once it is removed", async () => {
	server = await startServerProcess(["--registration", "open", "--data", join(folder, "server"), "--disk-reserve", "1MB"]);
	const address = `ws://127.0.0.1:${server.port}`;
	const first = await firstRun("Ada Lovelace", "Violet", { userData: join(folder, "first") });
	closing.push(first.close);
	const a = first.page;

	await test.step("one's own space is kept by a server", async () => {
		await newPage(a, "From the first laptop");
		await a.keyboard.type("One.");
		await openSpace(a, "Private", "Copies");
		await expect(a.getByText(/It is on this laptop alone: no server and no other laptop has this space/)).toBeVisible();
		await a.getByRole("button", { name: "Choose a server" }).click();
		await expect(dialog(a).getByText(/This laptop is told, and whoever comes in by a link/)).toBeVisible();
		await dialog(a).getByRole("radio", { name: "Another server" }).click();
		await dialog(a).getByLabel("Address of the server").fill(address);
		await dialog(a).getByRole("button", { name: "Keep it so" }).click();
		await expect(statusLine(a)).toHaveAccessibleName(/^Up to date with server/, { timeout: 30_000 });
	});

	const userData = join(folder, "second");
	await test.step("the new laptop shows a code, the first one answers it", async () => {
		const second = await openBook({ userData, args: ["--local-address=127.0.0.1"] });
		// The app would start again on its own; the test starts it.
		await second.app.evaluate(({ app }) => {
			app.relaunch = () => undefined;
		});
		const b = second.page;
		await b.getByRole("button", { name: "I have Commonplace on another laptop" }).click();
		const code = await dialog(b).getByLabel("The code of this laptop").inputValue();
		await place(a, "Settings").click();
		await a.getByRole("button", { name: "Add a laptop" }).click();
		await dialog(a).getByLabel("The code of the new laptop").fill(code);
		await dialog(a).getByRole("button", { name: "Add this laptop" }).click();
		const answer = await dialog(a).getByLabel("The answer").inputValue();
		await dialog(a).getByRole("button", { name: "Done" }).click();
		await dialog(b).getByLabel("The answer of the other laptop").fill(answer);
		const quit = second.app.waitForEvent("close");
		await dialog(b)
			.getByRole("button", { name: "Make it mine" })
			.click()
			.catch(() => undefined);
		await quit;
	});

	const again = await openBook({ userData, args: ["--local-address=127.0.0.1"] });
	closing.push(again.close);
	const b = again.page;
	await test.step("it knows the server from the answer, meets it, and has the book and the name", async () => {
		await b.setViewportSize({ width: 1440, height: 900 });
		await place(b, "Wiki").click();
		await expect(tree(b).getByText("From the first laptop")).toBeVisible({ timeout: 60_000 });
		await expect(b.getByRole("button", { name: "Ada Lovelace: you and your settings" })).toBeVisible({ timeout: 30_000 });
	});

	await test.step("it is removed when it was lost, and what is written then does not reach it", async () => {
		await place(a, "Settings").click();
		const lost = a.getByRole("listitem").filter({ hasText: "Another laptop" });
		await lost.getByRole("button", { name: "Remove" }).click({ timeout: 60_000 });
		await dialog(a).getByRole("button", { name: "Remove" }).click();
		await expect(toast(a, "The laptop was removed. Your spaces have new keys.")).toBeVisible();
		await newPage(a, "After it was lost");
		await a.keyboard.type("Two.");
		await expect(statusLine(a)).toHaveAccessibleName(/^Up to date with server/, { timeout: 30_000 });
		await place(b, "Wiki").click();
		await expect.poll(async () => (await ask(b, "spaces", {}))[0]?.state, { timeout: 60_000 }).toBe("removed");
		await expect(tree(b).getByText("After it was lost")).toBeHidden();
		await expect(tree(b).getByText("From the first laptop")).toBeVisible();
	});
});
