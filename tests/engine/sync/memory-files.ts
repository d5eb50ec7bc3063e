import type { OfferedFiles } from "../../../renderer/engine/sync/offered-spaces";
import { BLOB_PART } from "../../../shared/protocol/conversation/messages";

/** Sealed files in memory. */
export function filesInMemory(): OfferedFiles {
	const files = new Map<string, { readonly total: number; bytes: Uint8Array }>();
	const keyOf = (space: string, name: string): string => `${space}/${name}`;
	return {
		findBlobs: async (_, space, names) => ({
			ok: names.map((name) => {
				const file = files.get(keyOf(space, name));
				return file === undefined ? null : { total: file.total, arrived: file.bytes.length };
			}),
		}),
		async getBlob(_, space, name, from) {
			const file = files.get(keyOf(space, name));
			if (file === undefined || file.bytes.length < file.total) return { refused: "no-such-blob" };
			if (from > file.total) return { refused: "wrong-part" };
			return { ok: { total: file.total, bytes: file.bytes.slice(from, from + BLOB_PART) } };
		},
		async putBlob(_, space, name, total, from, bytes) {
			const file = files.get(keyOf(space, name)) ?? { total, bytes: new Uint8Array() };
			if (file.total !== total || from !== file.bytes.length || from + bytes.length > total) return { refused: "wrong-part" };
			file.bytes = Buffer.concat([file.bytes, bytes]);
			files.set(keyOf(space, name), file);
			return { ok: { arrived: file.bytes.length } };
		},
	};
}
