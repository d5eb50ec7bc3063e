import { parseFile } from "@swc/core";

interface Node {
	readonly type: string;
	readonly [field: string]: unknown;
}

/**
 * Every specifier that a file imports: static and dynamic imports, re-exports, `require`, imports of types alone,
 * and the files that `new URL("…", import.meta.url)` starts workers from.
 */
export async function readImports(file: string): Promise<readonly string[]> {
	const module = await parseFile(file, { syntax: "typescript", tsx: file.endsWith("x"), target: "es2022", decorators: true });
	const found = new Set<string>();
	const waiting: unknown[] = [module];
	while (waiting.length > 0) {
		const value = waiting.pop();
		if (Array.isArray(value)) waiting.push(...value);
		else if (typeof value === "object" && value !== null) {
			const specifier = isNode(value) ? importedBy(value) : null;
			if (specifier !== null) found.add(specifier);
			waiting.push(...Object.values(value));
		}
	}
	return [...found];
}

function importedBy(node: Node): string | null {
	switch (node.type) {
		case "ImportDeclaration":
		case "ExportAllDeclaration":
		case "ExportNamedDeclaration":
			return literal(node.source);
		case "TsImportType":
			return literal(node.argument);
		case "TsExternalModuleReference":
			return literal(node.expression);
		case "CallExpression":
			return isCallee(node.callee, "Import") || isCallee(node.callee, "Identifier", "require") ? literal(firstArgument(node)) : null;
		case "NewExpression":
			return isCallee(node.callee, "Identifier", "URL") && startsRelative(literal(firstArgument(node)))
				? literal(firstArgument(node))
				: null;
		default:
			return null;
	}
}

function isNode(value: unknown): value is Node {
	return typeof value === "object" && value !== null && typeof (value as { type?: unknown }).type === "string";
}

function isCallee(callee: unknown, type: string, name?: string): boolean {
	return isNode(callee) && callee.type === type && (name === undefined || callee.value === name);
}

function firstArgument(node: Node): unknown {
	const [first] = Array.isArray(node.arguments) ? (node.arguments as { expression: unknown }[]) : [];
	return first?.expression;
}

function literal(value: unknown): string | null {
	return isNode(value) && value.type === "StringLiteral" && typeof value.value === "string" ? value.value : null;
}

function startsRelative(specifier: string | null): boolean {
	return specifier !== null && /^\.\.?\//.test(specifier);
}
