import { readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { createSettingsStore } from "../../electron/settings/settings-store";
import { fitWindow, readWindowState, saveWindowState } from "../../electron/window/window-state";
import { temporaryFolder } from "./temporary-folder";

const silent = (): void => undefined;
const screen = { x: 0, y: 0, width: 1920, height: 1080 };

test("a new book has the usual settings, and keeps what is changed", async () => {
	const folder = await temporaryFolder();
	const store = createSettingsStore(folder, silent);
	expect(store.read()).toMatchObject({ colourScheme: "system", welcomed: false });
	await Promise.all([store.change({ colourScheme: "dark" }), store.change({ displayName: "Marta" })]);
	expect(createSettingsStore(folder, silent).read()).toMatchObject({ colourScheme: "dark", displayName: "Marta" });
});

test.each([
	["cut short", '{"colourScheme":"da'],
	["of the wrong shape", '{"colourScheme":"purple"}'],
	["not even an object", "[1,2]"],
	["zero bytes long", ""],
])("a settings file that is %s is set aside, and the book opens", async (_, text) => {
	const folder = await temporaryFolder();
	await writeFile(join(folder, "settings.json"), text);
	const notes: string[] = [];
	const store = createSettingsStore(folder, (line) => notes.push(line));
	expect(store.read().colourScheme).toBe("system");
	expect(notes).toHaveLength(1);
	const kept = (await readdir(folder)).find((name) => name.startsWith("settings.json.unreadable-")) ?? "";
	expect(await readFile(join(folder, kept), "utf8")).toBe(text);
	await store.change({ welcomed: true });
	expect(createSettingsStore(folder, silent).read().welcomed).toBe(true);
});

test("the window comes back where it was", async () => {
	const folder = await temporaryFolder();
	const state = { x: 100, y: 50, width: 900, height: 700, maximised: false };
	await saveWindowState(folder, state);
	expect(readWindowState(folder, [screen], silent)).toEqual(state);
});

test("a window from a screen that is gone comes to one that is there", () => {
	const state = { x: 3000, y: 50, width: 2500, height: 1400, maximised: true };
	expect(fitWindow(state, [screen])).toEqual({ width: 1920, height: 1080, maximised: true });
	expect(fitWindow({ ...state, x: -5000 }, [screen])).not.toHaveProperty("x");
});

test("a window state that is not one is ignored", async () => {
	const folder = await temporaryFolder();
	await writeFile(join(folder, "window.json"), '{"width":"wide"}');
	expect(readWindowState(folder, [screen], silent)).toEqual({ width: 1280, height: 860, maximised: false });
});
