import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { LICENCES } from "../../renderer/features/settings/licences";

const root = join(import.meta.dirname, "../..");

function readPackage(path: string): { readonly dependencies?: Readonly<Record<string, string>>; readonly license?: string } {
	return JSON.parse(readFileSync(join(root, path, "package.json"), "utf8"));
}

it("the app names all software it is made of, with its licence", () => {
	const installed = Object.keys(readPackage(".").dependencies ?? {}).map((name) => [name, readPackage(`node_modules/${name}`).license]);
	expect([...LICENCES].sort()).toEqual(installed.sort());
});
