import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";

/**
 * Electron's usual default app loads the folder named on the command line. The Electron from the registry has none,
 * so this one takes its place: `electron .` works as people expect.
 */
const loader = `"use strict";
const { app } = require("electron");
const fs = require("node:fs");
const path = require("node:path");
const { pathToFileURL } = require("node:url");

const given = process.argv.slice(1).find((argument) => !argument.startsWith("-"));
if (given === undefined) {
	console.error("usage: electron <folder of an app> [arguments]");
	app.exit(2);
} else {
	const folder = path.resolve(given);
	const manifest = JSON.parse(fs.readFileSync(path.join(folder, "package.json"), "utf8"));
	app.setName(manifest.productName || manifest.name);
	app.setVersion(manifest.version);
	app.setAppPath(folder);
	app.setPath("userData", app.commandLine.getSwitchValue("user-data-dir") || path.join(app.getPath("appData"), app.getName()));
	process.defaultApp = true;
	const main = path.resolve(folder, manifest.main || "index.js");
	if (main.endsWith(".mjs")) import(pathToFileURL(main).href);
	else require(main);
}
`;

/** Writes the stand-in for Electron's default app into the folder. */
export async function writeAppLoader(folder: string): Promise<void> {
	await mkdir(folder, { recursive: true });
	await writeFile(join(folder, "package.json"), `${JSON.stringify({ name: "app-loader", main: "main.js" })}\n`);
	await writeFile(join(folder, "main.js"), loader);
}
