import type { OfferedFiles } from "../../../renderer/engine/sync/offered-spaces";
import { BLOB_PART } from "../../../shared/protocol/conversation/messages";

/** Sealed files in memory. */
export function filesInMemory(): OfferedFiles {
	const files = new Map<string, { readonly total: number; bytes: Uint8Array }>();
	const keyOf = (space: string, name: string, by: string | null): string => `${space}/${name}/${by}`;
	return {
		findBlobs: async (_, space, names) => ({
			ok: names.map((name) =>
				[...files.entries()].flatMap(([key, { total, bytes }]) => {
					const by = key.slice(keyOf(space, name, "").length);
					return key === keyOf(space, name, by) ? [{ by, total, arrived: bytes.length }] : [];
				}),
			),
		}),
		async getBlob(_, space, name, by, from) {
			const file = files.get(keyOf(space, name, by));
			if (file === undefined || file.bytes.length < file.total) return { refused: "no-such-blob" };
			if (from > file.total) return { refused: "wrong-part" };
			return { ok: { total: file.total, bytes: file.bytes.slice(from, from + BLOB_PART) } };
		},
		async putBlob({ person }, space, name, total, from, bytes) {
			const file = files.get(keyOf(space, name, person)) ?? { total, bytes: new Uint8Array() };
			if (file.total !== total || from !== file.bytes.length || from + bytes.length > total) return { refused: "wrong-part" };
			file.bytes = Buffer.concat([file.bytes, bytes]);
			files.set(keyOf(space, name, person), file);
			return { ok: { arrived: file.bytes.length } };
		},
	};
}
