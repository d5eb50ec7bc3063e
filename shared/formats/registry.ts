import type { Exporter, Importer } from "./contract";

const missing = async (): Promise<never> => {
	throw new Error("not there");
};
export const importers: Record<"import-vault" | "import-bookmarks", Importer> = {
	"import-vault": { name: "", run: missing },
	"import-bookmarks": { name: "", run: missing },
};
export const exporters: Record<"export-vault" | "export-bookmarks", Exporter> = {
	"export-vault": { name: "", run: missing },
	"export-bookmarks": { name: "", run: missing },
};
