import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, expect, test } from "vitest";
import { checkLayers } from "../../scripts/layers/check-layers";

const folders: string[] = [];

afterEach(async () => {
	for (const folder of folders.splice(0)) await rm(folder, { recursive: true, force: true });
});

async function house(files: Record<string, string>): Promise<string> {
	const folder = await mkdtemp(join(tmpdir(), "commonplace-layers-"));
	folders.push(folder);
	for (const [path, text] of Object.entries(files)) {
		await mkdir(dirname(join(folder, path)), { recursive: true });
		await writeFile(join(folder, path), text);
	}
	return folder;
}

async function rulesBroken(files: Record<string, string>): Promise<string[]> {
	const { violations } = await checkLayers(await house(files));
	return violations.map((line) => /: ([a-z-]+)\. /.exec(line)?.[1] ?? line).sort();
}

const value = "export const value = 1;\n";

test.each([
	["shared-imports-nothing-of-ours", "shared/a.ts", "../renderer/ui/b", "renderer/ui/b.ts"],
	["shell-stays-in-its-house", "electron/a.ts", "../renderer/ui/b", "renderer/ui/b.ts"],
	["renderer-stays-in-its-house", "renderer/app/a.ts", "../../electron/b", "electron/b.ts"],
	["engine-imports-only-shared", "renderer/engine/a.ts", "../features/wiki/index", "renderer/features/wiki/index.ts"],
	["engine-by-its-client", "renderer/features/wiki/a.ts", "../../engine/log/b", "renderer/engine/log/b.ts"],
	["features-do-not-know-the-frame", "renderer/features/wiki/a.ts", "../../app/b", "renderer/app/b.ts"],
	["features-meet-at-the-front-door", "renderer/features/wiki/a.ts", "../bookmarks/b", "renderer/features/bookmarks/b.ts"],
	["ui-knows-no-feature", "renderer/ui/a.ts", "../features/wiki/index", "renderer/features/wiki/index.ts"],
	["frame-uses-front-doors", "renderer/app/a.ts", "../features/wiki/b", "renderer/features/wiki/b.ts"],
	["product-imports-no-tests", "scripts/a.ts", "../tests/b", "tests/b.ts"],
])("%s is caught", async (rule, from, specifier, to) => {
	expect(await rulesBroken({ [from]: `import { value } from "${specifier}";\nexport const doubled = value * 2;\n`, [to]: value })).toEqual([
		rule,
	]);
});

test("an import of a type alone counts as an import", async () => {
	const files = {
		"shared/a.ts": 'import type { Value } from "../electron/b";\nexport type Mine = Value;\n',
		"electron/b.ts": "export type Value = 1;\n",
	};
	expect(await rulesBroken(files)).toEqual(["shared-imports-nothing-of-ours"]);
});

test("an import that leads nowhere is caught", async () => {
	expect(await rulesBroken({ "shared/a.ts": 'export { b } from "./b";\n' })).toEqual(["imports-lead-somewhere"]);
});

test("JSX, dynamic imports and workers are read too", async () => {
	const files = {
		"renderer/ui/a.tsx": 'export const A = () => <b>{String(import("../features/wiki/b"))}</b>;\n',
		"renderer/ui/c.ts": 'export const start = () => new Worker(new URL("../engine/worker.ts", import.meta.url));\n',
		"renderer/features/wiki/b.ts": value,
		"renderer/engine/worker.ts": value,
	};
	expect(await rulesBroken(files)).toEqual(["engine-by-its-client", "ui-knows-no-feature", "ui-knows-no-feature"]);
});

test("Node in shared and in the renderer is caught", async () => {
	const files = { "shared/a.ts": 'import { readFileSync } from "node:fs";\nexport const read = readFileSync;\n' };
	expect(await rulesBroken(files)).toEqual(["shared-is-pure"]);
	const page = { "renderer/ui/a.ts": 'import { readFileSync } from "fs";\nexport const read = readFileSync;\n' };
	expect(await rulesBroken(page)).toEqual(["renderer-has-no-node"]);
});

test("a cycle is caught", async () => {
	const files = {
		"shared/a.ts": 'import { b } from "./b";\nexport const a = (): number => b();\n',
		"shared/b.ts": 'import { a } from "./a";\nexport const b = (): number => a();\n',
	};
	expect(new Set(await rulesBroken(files))).toEqual(new Set(["no-cycles"]));
});

test("what the house allows passes", async () => {
	const uses = (...paths: string[]) =>
		`${paths.map((path, index) => `import { value as v${index} } from "${path}";\n`).join("")}export const value = 1;\n`;
	const files = {
		"shared/model/page.ts": value,
		"renderer/engine/client/index.ts": uses("../../../shared/model/page"),
		"renderer/ui/button.ts": uses("../../shared/model/page"),
		"renderer/features/bookmarks/index.ts": value,
		"renderer/features/wiki/list.ts": value,
		"renderer/features/wiki/index.ts": uses(
			"./list",
			"../bookmarks/index",
			"../../ui/button",
			"../../engine/client/index",
			"../../../shared/model/page",
		),
		"renderer/app/main.ts": uses("../features/wiki/index", "../ui/button", "../engine/client/index"),
		"electron/main.ts": uses("../shared/model/page"),
	};
	expect(await rulesBroken(files)).toEqual([]);
});
