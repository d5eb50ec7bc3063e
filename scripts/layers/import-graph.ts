import { existsSync, statSync } from "node:fs";
import { readdir, readFile } from "node:fs/promises";
import { isBuiltin } from "node:module";
import { join, posix, relative, sep } from "node:path";
import { readImports } from "./read-imports";

/**
 * One import. `to` is a file of ours as a path from the checkout, `package:<name>`, `node:<name>`,
 * or `missing:<specifier>` when it leads nowhere.
 */
export interface Import {
	readonly from: string;
	readonly to: string;
}

export interface ImportGraph {
	readonly files: readonly string[];
	readonly imports: readonly Import[];
}

const sources = /\.(ts|tsx|mts|js|mjs|cjs)$/;
const passedOver = new Set(["node_modules", "out", "dist", "fixtures", ".peers", "results"]);
const endings = ["", ".ts", ".tsx", ".mts", ".js", ".mjs", "/index.ts", "/index.tsx"];

/** Reads every import of every source file in the houses. */
export async function readImportGraph(folder: string, houses: readonly string[]): Promise<ImportGraph> {
	const files = (await Promise.all(houses.map((house) => sourceFiles(join(folder, house)))))
		.flat()
		.map((file) => relative(folder, file).split(sep).join("/"));
	const declared = await declaredPackages(folder);
	const imports = await Promise.all(
		files.map(async (from) =>
			(await readImports(join(folder, from))).map((specifier) => ({ from, to: resolveImport(folder, from, specifier, declared) })),
		),
	);
	return { files, imports: imports.flat() };
}

async function sourceFiles(folder: string): Promise<string[]> {
	if (!existsSync(folder)) return [];
	const entries = await readdir(folder, { withFileTypes: true });
	const found = await Promise.all(
		entries.map(async (entry) => {
			if (entry.isDirectory()) return passedOver.has(entry.name) ? [] : sourceFiles(join(folder, entry.name));
			return sources.test(entry.name) ? [join(folder, entry.name)] : [];
		}),
	);
	return found.flat();
}

function resolveImport(folder: string, from: string, specifier: string, declared: ReadonlySet<string> | null): string {
	if (isBuiltin(specifier)) return specifier.startsWith("node:") ? specifier : `node:${specifier}`;
	const [path = ""] = specifier.split("?");
	if (path.startsWith(".")) {
		const target = posix.join(posix.dirname(from), path);
		const ending = endings.find((candidate) => isFile(join(folder, target + candidate)));
		return ending === undefined ? `missing:${specifier}` : target + ending;
	}
	const name = path
		.split("/")
		.slice(0, path.startsWith("@") ? 2 : 1)
		.join("/");
	return declared === null || declared.has(name) ? `package:${name}` : `missing:${name}`;
}

function isFile(path: string): boolean {
	return statSync(path, { throwIfNoEntry: false })?.isFile() ?? false;
}

/** The packages that package.json names; null where there is no package.json to ask. */
async function declaredPackages(folder: string): Promise<ReadonlySet<string> | null> {
	const file = join(folder, "package.json");
	if (!existsSync(file)) return null;
	const manifest = JSON.parse(await readFile(file, "utf8")) as Record<
		"dependencies" | "devDependencies",
		Record<string, string> | undefined
	>;
	return new Set([...Object.keys(manifest.dependencies ?? {}), ...Object.keys(manifest.devDependencies ?? {})]);
}
