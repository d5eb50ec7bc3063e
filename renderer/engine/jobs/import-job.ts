/** From a chosen file or folder into the book: everything is staged, then committed at once or not at all. */
import type { BookWriter, Importer, ImportReport, SourceReader } from "../../../shared/formats/contract";
import type { Grant, Host } from "../../../shared/host";
import type { ItemId, ItemKind, Row } from "../../../shared/model/item";
import { breathe } from "../breathing";
import { type PreparedItem, prepare } from "../item-commands";
import type { Library } from "../library/library";
import type { WritePath } from "../write-path";
import type { RunningJob } from "./job-runner";
import { keptFiles } from "./kept-files";

export interface ImportParts {
	readonly host: Host;
	readonly library: Pick<Library, "byKey" | "ofKind">;
	/** Waited for when all is staged. */
	readonly writePath: () => Promise<WritePath>;
	/** Gives ids for items in a place: they live in its space. */
	readonly idsIn: (place: ItemId | null) => Promise<() => ItemId>;
}

/** Runs importers one after the other and commits what they staged together. When it fails or is cancelled, nothing remains. */
export async function runImport(
	steps: readonly { readonly importer: Importer; readonly source: SourceReader; readonly grant: Grant }[],
	into: ItemId | null,
	parts: ImportParts,
	job: RunningJob,
): Promise<ImportReport> {
	const staged: PreparedItem[] = [];
	const files = keptFiles(parts.host);
	try {
		const reports: ImportReport[] = [];
		const newId = await parts.idsIn(into);
		for (const { importer, source, grant } of steps) {
			const book: BookWriter = {
				newId,
				async add(items) {
					for (const { id, kind, fields } of items) staged.push(prepare(kind, id, fields, job.now));
				},
				async keepFile(path) {
					const { hash, size } = await files.keep(grant, path);
					return { hash, size };
				},
				async find(kind, keys) {
					const found = await findByKeys(parts.library, kind, keys);
					return found.filter((row) => row.kind === kind && row.trashed === 0);
				},
			};
			reports.push(await importer.run(source, book, into, job));
		}
		const writePath = await parts.writePath();
		await breathe();
		job.commit();
		job.progress("saving", 0, staged.length);
		await writePath.create(staged, (step, done, total) => job.progress(step, done, total));
		return mergeReports(
			reports,
			staged.map(({ id }) => id),
		);
	} catch (error) {
		await files.giveUp();
		throw error;
	}
}

/** With few keys asks the index; with many, one pass over the library is quicker. */
async function findByKeys(library: ImportParts["library"], kind: ItemKind, keys: readonly string[]): Promise<readonly Row[]> {
	if (keys.length === 0) return [];
	if (keys.length <= 20) return (await Promise.all(keys.map((key) => library.byKey(key)))).flat();
	const wanted = new Set(keys);
	return (await library.ofKind(kind)).filter((row) => wanted.has(row.key));
}

function mergeReports(reports: readonly ImportReport[], made: readonly ItemId[]): ImportReport {
	const [first] = reports;
	if (first === undefined) throw new Error("an import without a step");
	const taken: Record<string, number> = {};
	for (const report of reports) for (const [kind, count] of Object.entries(report.taken)) taken[kind] = (taken[kind] ?? 0) + count;
	return {
		source: first.source,
		taken,
		changed: reports.flatMap((report) => report.changed),
		skipped: reports.flatMap((report) => report.skipped),
		root: first.root,
		made,
	};
}
