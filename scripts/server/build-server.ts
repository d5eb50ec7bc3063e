import { resolve } from "node:path";
import { build } from "vite";
import { root } from "../run-command";

/** Brings its own files, which it looks for beside itself: stays in node_modules. */
const beside = [/^@electric-sql\/pglite/];
/** What the packages look for and can do without. */
const optional = ["pg-native", "pg-cloudflare", "cloudflare:sockets", "bufferutil", "utf-8-validate"];

/** Bundles the server into `out/server/main.js`, and gives the file. */
export async function buildServer(): Promise<string> {
	const folder = resolve(root, "out/server");
	await build({
		root,
		configFile: false,
		logLevel: "warn",
		ssr: { noExternal: true, external: ["@electric-sql/pglite", "@electric-sql/pglite/nodefs"] },
		build: {
			ssr: "server/main.ts",
			outDir: folder,
			emptyOutDir: true,
			target: "node20",
			rollupOptions: { external: [...beside, ...optional], output: { entryFileNames: "main.js", codeSplitting: false } },
		},
	});
	return resolve(folder, "main.js");
}
