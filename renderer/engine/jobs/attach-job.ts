/** Files that were dropped or picked become `file` items, so that pages can show them by name. */

import { mediaTypeOf } from "../../../shared/formats/media-types";
import type { Grant, Host } from "../../../shared/host";
import type { ItemId } from "../../../shared/model/item";
import { EngineError } from "../contract";
import { type PreparedItem, prepare } from "../item-commands";
import type { WritePath } from "../write-path";
import type { RunningJob } from "./job-runner";
import { keptFiles } from "./kept-files";

export interface AttachParts {
	readonly host: Host;
	readonly writePath: WritePath;
	readonly newId: () => ItemId;
	readonly now: () => number;
}

/** Keeps every file of the sources as a blob and makes an item for each in the page, in their order. */
export async function attachFiles(
	grants: readonly Grant[],
	page: ItemId,
	{ host, writePath, newId, now }: AttachParts,
	job: RunningJob,
): Promise<{ readonly ids: readonly ItemId[] }> {
	const made: PreparedItem[] = [];
	const kept = keptFiles(host);
	try {
		for (const [index, grant] of grants.entries()) {
			const listing = await host.call("source.list", grant);
			if (listing.refused.some(({ why }) => why === "too-large")) throw new EngineError("file-too-large", `${listing.name} is too large`);
			for (const file of listing.files) {
				await job.breathe();
				const title = file.path === "" ? listing.name : (file.path.split("/").at(-1) ?? file.path);
				const blob = await kept.keep(grant, file.path);
				made.push(
					prepare("file", newId(), { title, hash: blob.hash, size: blob.size, mediaType: mediaTypeOf(title), parent: page }, now()),
				);
			}
			job.progress("reading", index + 1, grants.length);
		}
		job.commit();
		await writePath.create(made, () => undefined);
		return { ids: made.map(({ id }) => id) };
	} catch (error) {
		await kept.giveUp();
		throw error;
	}
}
