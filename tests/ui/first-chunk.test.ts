import { existsSync, readFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { expect, it } from "vitest";

const root = join(import.meta.dirname, "../..");

/** Static imports of values; types are gone before anything runs, and `import()` is what makes another chunk. */
const IMPORT = /^(?:import|export)\s+(?!type\b)(?:[^;'"]*?\sfrom\s+)?["']([^"']+)["']/gm;

function fileOf(from: string, specifier: string): string | null {
	const base = join(dirname(from), specifier);
	return [base, `${base}.ts`, `${base}.tsx`, join(base, "index.ts")].find((path) => /\.\w+$/.test(path) && existsSync(path)) ?? null;
}

/** Everything that is read before the first screen is drawn, and by whom it is asked for. */
function readAtStart(entry: string): ReadonlyMap<string, string> {
	const found = new Map<string, string>([[join(root, entry), "the start"]]);
	for (const file of found.keys()) {
		if (!/\.tsx?$/.test(file)) continue;
		for (const [, specifier = ""] of readFileSync(file, "utf8").matchAll(IMPORT)) {
			const next = specifier.startsWith(".") ? fileOf(file, specifier) : specifier;
			if (next !== null && !found.has(next)) found.set(next, relative(root, file));
		}
	}
	return found;
}

const TOO_HEAVY = [
	/^@codemirror|^codemirror$|^@lezer/,
	/^markdown-it|^dompurify$|^turndown/,
	/^@tanstack/,
	/^zod$|^yaml$|^rxdb|^dexie/,
	/^@automerge/,
	/^@mantine\/spotlight/,
	/renderer\/ui\/index\.ts$/,
	/renderer\/ui\/list\/virtual-list\.tsx$/,
	/renderer\/ui\/tree\/index\.ts$/,
];

it.each(["renderer/main.tsx", "renderer/app/start/open.tsx"])("%s reads nothing that the first screen can do without", (entry) => {
	const read = readAtStart(entry);
	const heavy = [...read].filter(([name]) => TOO_HEAVY.some((pattern) => pattern.test(name)));
	expect(heavy.map(([name, by]) => `${relative(root, name)} is asked for by ${by}`)).toEqual([]);
	expect(read.size).toBeGreaterThan(4);
});

it("the engine starts before React is read", () => {
	expect([...readAtStart("renderer/main.tsx").keys()].filter((name) => /^react/.test(name))).toEqual([]);
});
