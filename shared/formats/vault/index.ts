/** Markdown vaults (Obsidian and others), in and out. */
export { vaultExporter } from "./export";
export { vaultImporter } from "./import";
