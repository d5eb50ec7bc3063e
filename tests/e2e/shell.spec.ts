import { spawn } from "node:child_process";
import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, type Page, test } from "@playwright/test";
import type { BackupSummary, PickedSource, PickedTarget, ShellApi, ShellCommand } from "../../shared/host";
import { answerOf, bytesOf, callHost } from "./engine-port";
import { answerOpenDialog, answerSaveDialog, launchApp, testingExecutable } from "./launch-app";

type Shell = Window & { commonplace: ShellApi; commands: ShellCommand[] };

async function temporary(): Promise<string> {
	return mkdtemp(join(tmpdir(), "commonplace-shell-"));
}

/** Collects what the shell tells the page from now on. */
async function listen(page: Page): Promise<() => Promise<ShellCommand[]>> {
	await page.evaluate(() => {
		const shell = window as unknown as Shell;
		shell.commands = [];
		shell.commonplace.onCommand((command) => shell.commands.push(command));
	});
	return () => page.evaluate(() => (window as unknown as Shell).commands);
}

function startAgain(userData: string, ...args: readonly string[]): Promise<number | null> {
	const asRoot = process.getuid?.() === 0 ? ["--no-sandbox"] : [];
	const child = spawn(testingExecutable, [`--user-data-dir=${userData}`, ...asRoot, ...args], { stdio: "ignore" });
	return new Promise((resolve, reject) => {
		child.on("exit", resolve);
		child.on("error", reject);
	});
}

test("a second start hands its link to the first and ends", async () => {
	const { page, userData, close } = await launchApp();
	await page.waitForLoadState("load");
	const commands = await listen(page);
	await startAgain(userData, "commonplace://item/abc123");
	await startAgain(userData, "commonplace://new/bookmark?url=https%3A%2F%2Fexample.com%2F&title=Example");
	await startAgain(userData, "commonplace://new/bookmark?url=javascript:alert(1)");
	await expect.poll(commands).toEqual([
		{ do: "open-item", id: "abc123" },
		{ do: "new", kind: "bookmark", url: "https://example.com/", title: "Example" },
	]);
	await close();
});

test("the menu speaks to the page", async () => {
	const { app, page, close } = await launchApp();
	await page.waitForLoadState("load");
	const commands = await listen(page);
	await app.evaluate(({ Menu }) => {
		for (const menu of Menu.getApplicationMenu()?.items ?? []) menu.submenu?.items.find((item) => item.label === "New page")?.click();
	});
	await expect.poll(commands).toEqual([{ do: "new", kind: "page" }]);
	await close();
});

test("a page that holds up its closing for ever is closed all the same", async () => {
	const { page, close } = await launchApp();
	await page.waitForLoadState("load");
	await page.evaluate(() => window.addEventListener("beforeunload", (event) => event.preventDefault()));
	await page.mouse.click(5, 5);
	await close();
});

test("settings and keys stay from one start to the next", async () => {
	const userData = await temporary();
	const first = await launchApp({ userData });
	await first.page.evaluate(() => (window as unknown as Shell).commonplace.saveSettings({ colourScheme: "dark", displayName: "Marta" }));
	const identity = await answerOf(callHost(first.page, "identity.open"));
	await first.close();
	const second = await launchApp({ userData });
	expect((await second.page.evaluate(() => (window as unknown as Shell).commonplace.info())).settings).toMatchObject({
		colourScheme: "dark",
		displayName: "Marta",
	});
	expect(await answerOf(callHost(second.page, "identity.open"))).toEqual(identity);
	expect(await second.app.evaluate(({ nativeTheme }) => nativeTheme.shouldUseDarkColors)).toBe(true);
	await second.close();
	await rm(userData, { recursive: true });
});

test("the sample library is a book of its own", async () => {
	const userData = await temporary();
	const own = await launchApp({ userData });
	const mine = await answerOf<object>(callHost(own.page, "identity.open"));
	await own.close();
	const sample = await launchApp({ userData, args: ["--sample"] });
	expect(await sample.page.evaluate(() => (window as unknown as Shell).commonplace.info())).toMatchObject({ sample: true });
	expect(await answerOf<object>(callHost(sample.page, "identity.open"))).not.toEqual(mine);
	await sample.close();
	await rm(userData, { recursive: true });
});

test("files that were chosen or dropped can be read, and nothing else", async () => {
	const folder = await temporary();
	await writeFile(join(folder, "note.md"), "hello");
	const { app, page, close } = await launchApp();
	await answerOpenDialog(app, [folder]);
	const picked = (await page.evaluate(() => (window as unknown as Shell).commonplace.pickSource("vault"))) as PickedSource;
	expect(picked).toMatchObject({ kind: "folder", name: folder.split("/").pop() });
	expect(await answerOf(callHost(page, "source.read", picked.grant, "note.md", 100))).toEqual(bytesOf("hello"));
	expect(await answerOf(callHost(page, "source.readSeveral", picked.grant, ["gone.md", "note.md"], 100))).toEqual([null, bytesOf("hello")]);
	await answerOpenDialog(app, null);
	expect(await page.evaluate(() => (window as unknown as Shell).commonplace.pickSource("vault"))).toBeNull();

	await page.evaluate(() => document.body.append(Object.assign(document.createElement("input"), { type: "file", id: "dropped" })));
	await page.setInputFiles("#dropped", join(folder, "note.md"));
	const dropped = (await page.evaluate(() => {
		const files = [...(document.querySelector<HTMLInputElement>("#dropped")?.files ?? [])];
		return (window as unknown as Shell).commonplace.grantDropped(files);
	})) as PickedSource[];
	expect(dropped).toMatchObject([{ kind: "file", name: "note.md", size: 5 }]);
	expect(await answerOf(callHost(page, "source.read", dropped[0]?.grant ?? "", "", 100))).toEqual(bytesOf("hello"));
	await close();
	await rm(folder, { recursive: true });
});

test("an export appears whole, under a name that was free", async () => {
	const folder = await temporary();
	const { app, page, close } = await launchApp();
	await answerSaveDialog(app, join(folder, "Notes"));
	const target = (await page.evaluate(() => (window as unknown as Shell).commonplace.pickTarget("vault", "Notes"))) as PickedTarget;
	await answerOf(callHost(page, "target.write", target.grant, "a/b.md", bytesOf("b")));
	await answerOf(callHost(page, "target.commit", target.grant));
	expect(await readFile(join(folder, "Notes/a/b.md"), "utf8")).toBe("b");
	await answerSaveDialog(app, join(folder, "Notes"));
	expect(await page.evaluate(() => (window as unknown as Shell).commonplace.pickTarget("vault", "Notes"))).toMatchObject({
		name: "Notes 2",
	});
	await close();
	await rm(folder, { recursive: true });
});

test("a backup moves a book to an empty machine", async () => {
	const folder = await temporary();
	const file = join(folder, "book.commonplace");
	const old = await launchApp();
	const blob = await answerOf<{ hash: string }>(callHost(old.page, "blobs.put", bytesOf("evidence")));
	await answerSaveDialog(old.app, file);
	const target = (await old.page.evaluate(() => (window as unknown as Shell).commonplace.pickTarget("backup", "book"))) as PickedTarget;
	await answerOf(callHost(old.page, "backup.begin", target.grant, "a long passphrase"));
	await answerOf(callHost(old.page, "backup.addEnvelopes", target.grant, [bytesOf("one"), bytesOf("two")]));
	expect(await answerOf<BackupSummary>(callHost(old.page, "backup.finish", target.grant))).toMatchObject({ envelopes: 2, blobs: 1 });
	const before = await answerOf<Record<string, unknown>>(callHost(old.page, "identity.open"));
	await old.close();

	// The interface is kept out, because it would begin to write in a book that has to be empty.
	const empty = await launchApp();
	await empty.page.goto("app://book/crash/index.html");
	await answerOpenDialog(empty.app, [file]);
	const source = (await empty.page.evaluate(() => (window as unknown as Shell).commonplace.pickSource("backup"))) as PickedSource;
	expect(await callHost(empty.page, "restore.open", source.grant, "another passphrase")).toMatchObject({
		ok: false,
		code: "wrong-passphrase",
	});
	expect(await answerOf<BackupSummary>(callHost(empty.page, "restore.open", source.grant, "a long passphrase"))).toMatchObject({
		envelopes: 2,
		blobs: 1,
	});
	expect(await answerOf(callHost(empty.page, "restore.next", source.grant))).toEqual([bytesOf("one"), bytesOf("two")]);
	expect(await answerOf(callHost(empty.page, "restore.next", source.grant))).toEqual([]);
	const after = await answerOf<Record<string, unknown>>(callHost(empty.page, "restore.install", source.grant));
	expect(after.personKey).toEqual(before.personKey);
	expect(after.formerSpace).toEqual(before.formerSpace);
	expect(after.deviceKey).not.toEqual(before.deviceKey);
	expect(await answerOf(callHost(empty.page, "blobs.read", blob.hash))).toEqual(bytesOf("evidence"));
	await empty.close();
	expect(await readdir(folder)).toEqual(["book.commonplace"]);
	await rm(folder, { recursive: true });
});

test("a window that dies is opened again once, then says what is safe", async () => {
	const { app, page, close } = await launchApp();
	await page.waitForLoadState("load");
	const processId = () => app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.webContents.getOSProcessId() ?? 0);
	/** Kills the window's process, and waits until there is another one. */
	const kill = async () => {
		const before = await processId();
		await app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.webContents.forcefullyCrashRenderer());
		await expect.poll(processId).not.toBe(before);
		await expect.poll(processId).not.toBe(0);
	};
	const address = () => app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.webContents.getURL() ?? "");
	const state = () =>
		app.evaluate(({ BrowserWindow }) => {
			const contents = BrowserWindow.getAllWindows()[0]?.webContents;
			return contents === undefined || contents.isCrashed() ? "dead" : contents.isLoading() ? "loading" : "loaded";
		});
	await kill();
	await expect.poll(state).toBe("loaded");
	expect(await address()).toMatch(/^app:\/\/book\/(?!crash)/);
	await kill();
	await expect.poll(address).toMatch(/^app:\/\/book\/crash\/index\.html/);
	await expect.poll(state).toBe("loaded");
	const text = await app.evaluate(({ BrowserWindow }) =>
		BrowserWindow.getAllWindows()[0]?.webContents.executeJavaScript("document.body.innerText"),
	);
	expect(text).toContain("Everything that said “Saved” is on this laptop.");
	await close();
});
