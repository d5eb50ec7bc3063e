/** A copy of a file that comes in parts: what has come and could be opened lies with the shell, also past the end of the app. */
import type { Host } from "../../../shared/host";
import type { CopyOfBlob } from "../../../shared/protocol/conversation/blob-transfer";
import { CHUNK, openFile, type SealedFile } from "../../../shared/protocol/files/sealed-file";
import type { Sodium } from "../../../shared/protocol/sodium";
import { HostError } from "../errors";
import type { KnownFile } from "./space-files";

export interface ArrivingCopy {
	/** Sealed bytes that need not come again. */
	taken(): number;
	/** Resolves when it is on the disk. */
	take(sealed: Uint8Array): Promise<void>;
	/** All of it has come: makes it a file of this book; false, and forgotten, when it is something else. */
	keep(): Promise<boolean>;
}

export async function openArriving(
	host: Host,
	sodium: Sodium,
	copy: CopyOfBlob,
	sealed: SealedFile,
	file: KnownFile,
): Promise<ArrivingCopy> {
	const key = `${copy.name}-${copy.by}`;
	let has = await host.call("arriving.size", key);
	if (has > file.size || (has % CHUNK !== 0 && has !== file.size)) {
		await host.call("arriving.drop", key);
		has = 0;
	}
	const opener = openFile(sodium, sealed, file.size, has);
	let isFalse = false;

	async function drop(): Promise<false> {
		await host.call("arriving.drop", key);
		return false;
	}

	return {
		taken: opener.taken,
		async take(bytes) {
			const plain = isFalse ? null : opener.take(bytes);
			isFalse ||= plain === null;
			if (plain === null || plain.length === 0) return;
			await host.call("arriving.append", key, has, plain);
			has += plain.length;
		},
		async keep() {
			if (isFalse || has !== file.size) return drop();
			try {
				// An empty file never began to arrive.
				if (file.size === 0) return (await host.call("blobs.put", new Uint8Array())).hash === file.hash;
				await host.call("arriving.keep", key, file.hash);
				return true;
			} catch (error) {
				if (error instanceof HostError && error.code === "disk-full") throw error;
				return drop();
			}
		},
	};
}
