/** From the book to a chosen file or folder. The target shows nothing until everything is written. */
import type { BookReader, Exporter, ImportReport } from "../../../shared/formats/contract";
import type { Grant, Host } from "../../../shared/host";
import type { ItemId } from "../../../shared/model/item";
import { readString } from "../../../shared/model/item";
import { modelOf } from "../../../shared/model/registry";
import type { Documents } from "../documents/documents";
import type { Library } from "../library/library";
import type { RunningJob } from "./job-runner";

export interface ExportParts {
	readonly host: Host;
	readonly library: () => Library;
	readonly documents: Documents;
	readonly settle: () => Promise<void>;
}

/** Runs an exporter into the target. When it fails or is cancelled, nothing of it remains. */
export async function runExport(
	exporter: Exporter,
	grant: Grant,
	from: ItemId | null,
	{ host, library, documents, settle }: ExportParts,
	job: RunningJob,
): Promise<ImportReport> {
	await settle();
	const book: BookReader = {
		rows: async (kind) => (await library().ofKind(kind)).filter((row) => row.trashed === 0),
		text: async (id) => (await library().text(id)) ?? "",
		fields: (id) =>
			documents.use(id, ({ doc }) => {
				const model = modelOf(readString(doc.kind));
				return { ...(model === null ? {} : model.read(doc)) };
			}),
	};
	try {
		const report = await exporter.run(
			book,
			{
				name: await host.call("target.name", grant),
				write: (path, bytes) => host.call("target.write", grant, path, bytes),
				copyBlob: (path, hash) => host.call("target.copyBlob", grant, path, hash),
			},
			from,
			job,
		);
		job.commit();
		await host.call("target.commit", grant);
		return report;
	} catch (error) {
		// That the half-written target could not be removed must not hide why the export failed.
		await host.call("target.abort", grant).catch(() => undefined);
		throw error;
	}
}
