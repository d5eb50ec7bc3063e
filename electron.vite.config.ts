import { resolve } from "node:path";
import react from "@vitejs/plugin-react";
import { defineConfig } from "electron-vite";
import wasm from "vite-plugin-wasm";

const root = import.meta.dirname;

/** Main and preload are CommonJS for Node 18, the interface is for Chromium 114: the oldest Electron we run on (docs/decisions). */
export default defineConfig({
	main: {
		build: {
			outDir: "out/electron",
			target: "node18",
			externalizeDeps: false,
			rollupOptions: {
				input: { main: resolve(root, "electron/main.ts"), "backup-worker": resolve(root, "electron/backup/backup-worker.ts") },
				external: ["electron"],
				output: { format: "cjs", entryFileNames: "[name].cjs", chunkFileNames: "[name]-[hash].cjs" },
				// Or what all need would become a part of main.cjs, and whoever needs it would start the app: a worker above all.
				experimental: { chunkOptimization: false },
			},
		},
	},
	preload: {
		build: {
			outDir: "out/preload",
			target: "node18",
			externalizeDeps: false,
			rollupOptions: {
				input: {
					preload: resolve(root, "electron/preload/preload.ts"),
					"kit-preload": resolve(root, "electron/preload/kit-preload.ts"),
				},
				external: ["electron"],
				output: { format: "cjs", entryFileNames: "[name].cjs" },
			},
		},
	},
	renderer: {
		root: resolve(root, "renderer"),
		plugins: [react(), wasm()],
		worker: { format: "es", plugins: () => [wasm()], rollupOptions: { checks: { pluginTimings: false, bundlerTimings: false } } },
		build: {
			outDir: resolve(root, "out/renderer"),
			target: "chrome114",
			minify: true,
			modulePreload: { polyfill: false },
			rollupOptions: {
				input: resolve(root, "renderer/index.html"),
				checks: { pluginTimings: false, bundlerTimings: false },
				output: {
					// What begins the engine stays small and first; all that the first screen needs comes in one piece behind it.
					codeSplitting: {
						groups: [
							{ name: "begin", test: /\/renderer\/main\.tsx$/, priority: 2 },
							{ name: "first-screen", test: /\/renderer\/app\/start\/open\.tsx$/, priority: 1 },
						],
					},
				},
			},
		},
	},
});
