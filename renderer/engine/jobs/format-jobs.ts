/** The jobs that read and write other programs' formats. Loaded when one is first wanted: the start needs none of it. */
import { exporters, importers } from "../../../shared/formats/registry";
import type { ItemId } from "../../../shared/model/item";
import type { ExportParts } from "./export-job";
import { runExport } from "./export-job";
import type { ImportParts } from "./import-job";
import { runImport } from "./import-job";
import type { JobDefinitions } from "./job-runner";
import { openSource } from "./open-source";

export type FormatJobs = Pick<JobDefinitions, "import-vault" | "import-bookmarks" | "import-sample" | "export-vault" | "export-bookmarks">;

export function formatJobs(importing: ImportParts, exporting: () => Promise<ExportParts>): FormatJobs {
	const { host } = importing;

	const importer =
		(name: keyof typeof importers): FormatJobs["import-vault"] =>
		async ({ grant, into }, job) => {
			const source = await openSource(host, grant);
			return runImport([{ importer: importers[name], source, grant }], into, importing, job);
		};

	const exporter =
		(name: keyof typeof exporters) =>
		async (grant: string, from: ItemId | null, job: Parameters<typeof runExport>[4]): ReturnType<typeof runExport> =>
			runExport(exporters[name], grant, from, await exporting(), job);

	const toVault = exporter("export-vault");
	const toBookmarks = exporter("export-bookmarks");
	return {
		"import-vault": importer("import-vault"),
		"import-bookmarks": importer("import-bookmarks"),
		async "import-sample"(_, job) {
			const grant = await host.call("resources.sample");
			const isBookmarks = (path: string): boolean => path === "bookmarks.html";
			const pages = await openSource(host, grant, (path) => !isBookmarks(path));
			const links = await openSource(host, grant, isBookmarks);
			const asFile = {
				...links,
				name: "Bookmarks",
				files: links.files.map((file) => ({ ...file, path: "" })),
				read: () => links.read("bookmarks.html"),
			};
			const steps = [
				{ importer: importers["import-vault"], source: pages, grant },
				{ importer: importers["import-bookmarks"], source: asFile, grant },
			];
			return runImport(steps, null, importing, job);
		},
		"export-vault": ({ grant }, job) => toVault(grant, null, job),
		"export-bookmarks": ({ grant, collection }, job) => toBookmarks(grant, collection, job),
	};
}
