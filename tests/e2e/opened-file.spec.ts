import { spawn } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, type Page, test } from "@playwright/test";
import type { ShellApi, ShellCommand } from "../../shared/host";
import { answerOf, callHost } from "./engine-port";
import { launchApp, testingExecutable } from "./launch-app";

type Shell = typeof globalThis & { commonplace: ShellApi; commands: ShellCommand[] };

async function sourcesShown(page: Page): Promise<() => Promise<{ name: string; grant: string }[]>> {
	await page.evaluate(() => {
		const shell = window as unknown as Shell;
		shell.commands = [];
		shell.commonplace.onCommand((command) => shell.commands.push(command));
	});
	return () =>
		page.evaluate(() =>
			(window as unknown as Shell).commands.flatMap((command) =>
				command.do === "show-path" ? [{ name: command.source.name, grant: command.source.grant }] : [],
			),
		);
}

test("a file of changes that is opened with the app is given to the page, which may then read it", async () => {
	const folder = await mkdtemp(join(tmpdir(), "commonplace-opened-"));
	await writeFile(join(folder, "From Ama.commonplace-changes"), "what Ama wrote");
	const { page, userData, close } = await launchApp();
	await page.waitForLoadState("load");
	const shown = await sourcesShown(page);
	const asRoot = process.getuid?.() === 0 ? ["--no-sandbox"] : [];
	const second = spawn(testingExecutable, [`--user-data-dir=${userData}`, ...asRoot, "From Ama.commonplace-changes"], {
		stdio: "ignore",
		cwd: folder,
	});
	await new Promise((resolve) => second.on("exit", resolve));
	await expect.poll(shown).toMatchObject([{ name: "From Ama.commonplace-changes" }]);
	const [source] = await shown();
	const part = await answerOf<{ bytes: number[] }>(callHost(page, "source.readPart", source?.grant ?? "", "", 5, 100));
	expect(Buffer.from(part.bytes).toString()).toBe("Ama wrote");
	await close();
	await rm(folder, { recursive: true });
});
