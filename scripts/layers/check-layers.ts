import { findCycles } from "./find-cycles";
import { type Import, readImportGraph } from "./import-graph";
import { type LayerRule, layerRules } from "./layer-rules";

const houses = ["shared", "renderer", "electron", "server", "scripts", "tests"];

export interface LayerReport {
	readonly modules: number;
	/** One readable line for each import that a rule forbids, and for each circle of imports. */
	readonly violations: readonly string[];
}

/** Checks every import below the folder against the layer rules, and that no imports go in a circle. */
export async function checkLayers(folder: string): Promise<LayerReport> {
	const graph = await readImportGraph(folder, houses);
	const forbidden = graph.imports.flatMap((edge) =>
		layerRules.filter((rule) => forbids(rule, edge)).map((rule) => `${edge.from} → ${edge.to}: ${rule.name}. ${rule.why}`),
	);
	const circles = findCycles(graph).map(
		(files) => `${files.join(" ⇄ ")}: no-cycles. Files that need each other are one idea in two places.`,
	);
	return { modules: graph.files.length, violations: [...forbidden, ...circles].sort() };
}

function forbids(rule: LayerRule, edge: Import): boolean {
	const from = new RegExp(rule.from).exec(edge.from);
	if (from === null || !new RegExp(rule.to).test(edge.to)) return false;
	if (rule.exceptTo === undefined) return true;
	return !new RegExp(rule.exceptTo.replaceAll("$1", from[1] ?? "")).test(edge.to);
}
