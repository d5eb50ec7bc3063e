/** The files that a job keeps as blobs, and how it gives them up again when it ends without having made anything. */
import type { Grant, Host, StoredBlob } from "../../../shared/host";

/** As many as one request may name. */
const AT_ONCE = 10_000;

export interface KeptFiles {
	/** Keeps a file of the source. */
	keep(grant: Grant, path: string): Promise<StoredBlob>;
	/** Takes back everything that was kept. Does not fail: what could not be removed is nobody's, and is swept away later. */
	giveUp(): Promise<void>;
}

export function keptFiles(host: Host): KeptFiles {
	const kept: StoredBlob["hash"][] = [];
	return {
		async keep(grant, path) {
			const blob = await host.call("blobs.putFromSource", grant, path);
			kept.push(blob.hash);
			return blob;
		},
		async giveUp() {
			for (let start = 0; start < kept.length; start += AT_ONCE) {
				await host.call("blobs.drop", kept.slice(start, start + AT_ONCE)).catch(() => undefined);
			}
		},
	};
}
