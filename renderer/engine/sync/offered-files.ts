/** Files as peers may have them of this laptop: sealed as they are asked for, as copies of its person's. Nobody puts any here. */
import { BLOB_PART, type BlobCopy } from "../../../shared/protocol/conversation/messages";
import type { OfferedFiles } from "./offered-spaces";
import type { SpaceFiles } from "./space-files";

/** `person`: hex of one's own key. */
export function offerFiles(files: SpaceFiles, person: string): OfferedFiles {
	return {
		async findBlobs(_, space, names) {
			const found: (readonly BlobCopy[])[] = [];
			for (const name of names) {
				const one = await files.byName(space, name);
				found.push(one === null ? [] : [{ by: person, total: one.total, arrived: one.total }]);
			}
			return { ok: found };
		},
		async getBlob(_, space, name, by, from) {
			const one = by === person ? await files.byName(space, name) : null;
			if (one === null) return { refused: "no-such-blob" };
			if (from > one.total) return { refused: "wrong-part" };
			return { ok: { total: one.total, bytes: await files.part(one.sealed, one.file, from, BLOB_PART) } };
		},
		putBlob: async () => ({ refused: "not-allowed" }),
	};
}
