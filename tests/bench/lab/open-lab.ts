/** Builds the lab and opens it in the bare app: the same Electron, the same kind of worker, the same kind of origin. */
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { build } from "vite";
import wasm from "vite-plugin-wasm";
import { freshFolder, onceInRun } from "../harness/bench-folder";
import { type DrivenApp, drive } from "../harness/driven-app";
import { bareProgram } from "../harness/programs";
import { installPeers } from "../peers";
import type { ExperimentName, Experiments } from "./experiments";
import type { LabWindow } from "./page";

export interface Lab {
	ask<Name extends ExperimentName>(name: Name, params: Experiments[Name]["params"]): Promise<Experiments[Name]["result"]>;
	close(): Promise<void>;
}

/** The folder that the lab is served from; files for experiments are put beside it, and are named by `/name`. */
export async function labFolder(): Promise<string> {
	return onceInRun("lab", async (made) => {
		await build({
			configFile: false,
			logLevel: "error",
			root: import.meta.dirname,
			plugins: [wasm()],
			worker: { format: "es", plugins: () => [wasm()] },
			build: { outDir: made, emptyOutDir: false, target: "chrome114", modulePreload: { polyfill: false } },
		});
		await buildPeers(made);
	});
}

async function buildPeers(made: string): Promise<void> {
	const modules = join(installPeers(), "node_modules");
	const sources = join(made, "peers-source");
	mkdirSync(sources);
	const entry = join(sources, "peers.js");
	writeFileSync(
		entry,
		[
			`export { Doc } from ${JSON.stringify(join(modules, "yjs/dist/yjs.mjs"))};`,
			`export { IndexeddbPersistence } from ${JSON.stringify(join(modules, "y-indexeddb/src/y-indexeddb.js"))};`,
			`export { default as MiniSearch } from ${JSON.stringify(join(modules, "minisearch/dist/es/index.js"))};`,
		].join("\n"),
	);
	await build({
		configFile: false,
		logLevel: "error",
		root: sources,
		build: { outDir: made, emptyOutDir: false, target: "chrome114", lib: { entry, formats: ["es"], fileName: () => "peers.js" } },
	});
}

/** Puts a file beside the lab. */
export async function giveToLab(name: string, content: string | Uint8Array): Promise<string> {
	writeFileSync(join(await labFolder(), name), content);
	return `/${name}`;
}

/** A fresh lab in a fresh window: nothing is warm but the system's file cache. */
export async function openLab(): Promise<Lab> {
	const folder = await labFolder();
	const driven: DrivenApp = await drive(await bareProgram("driven"), [`--user-data-dir=${freshFolder("lab-data")}`, `--folder=${folder}`]);
	await driven.page.waitForLoadState("load");
	return {
		ask: (name, params) =>
			driven.page.evaluate(([wanted, given]) => (globalThis as unknown as LabWindow).lab(wanted as ExperimentName, given as never), [
				name,
				params,
			] as const) as never,
		close: driven.close,
	};
}

/** Runs one experiment in a lab of its own. */
export async function inFreshLab<Name extends ExperimentName>(
	name: Name,
	params: Experiments[Name]["params"],
): Promise<Experiments[Name]["result"]> {
	const lab = await openLab();
	try {
		return await lab.ask(name, params);
	} finally {
		await lab.close();
	}
}
