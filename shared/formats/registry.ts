/** All importers and exporters by the name of their job. A new format adds its folder and a line here. */
import type { Exporter, Importer } from "./contract";
import { bookmarkExporter, bookmarkImporter } from "./netscape";
import { vaultExporter, vaultImporter } from "./vault";

export const importers: Readonly<Record<"import-vault" | "import-bookmarks", Importer>> = {
	"import-vault": vaultImporter,
	"import-bookmarks": bookmarkImporter,
};

export const exporters: Readonly<Record<"export-vault" | "export-bookmarks", Exporter>> = {
	"export-vault": vaultExporter,
	"export-bookmarks": bookmarkExporter,
};
