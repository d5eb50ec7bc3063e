import { checkLayers } from "./layers/check-layers";
import { packageProgram, root, run, runScript } from "./run-command";

/** Format and lint rules (Biome), then layers and cycles. Both always run. */
async function lint(): Promise<number> {
	const biome = await run(packageProgram("biome"), ["check", "--error-on-warnings", "."]);
	const { violations, modules } = await checkLayers(root);
	for (const violation of violations) console.error(`layers: ${violation}`);
	console.log(`layers: ${modules} modules, ${violations.length} violations`);
	return biome === 0 && violations.length === 0 ? 0 : 1;
}

await runScript(lint);
