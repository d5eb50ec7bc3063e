import { fsyncSync } from "node:fs";
import { NodeFS } from "@electric-sql/pglite/nodefs";

interface OpenFile {
	/** The file's descriptor in Node; folders have none. */
	readonly nfd?: number;
}

/** The part of the embedded program's file system that we complete. */
interface NodeFileSystem {
	NODEFS?: { readonly stream_ops: { fsync?: (file: OpenFile) => number } };
}

/**
 * The data folder of the embedded PostgreSQL, on disk when it says so: as it comes, it never tells the operating system
 * to write to the disk, and what was acknowledged could be lost with the power.
 */
export class DurableNodeFiles extends NodeFS {
	override async init(...[pglite, options]: Parameters<NodeFS["init"]>): ReturnType<NodeFS["init"]> {
		const { emscriptenOpts } = await super.init(pglite, options);
		const preRun = emscriptenOpts.preRun ?? [];
		const steps = Array.isArray(preRun) ? preRun : [preRun];
		const complete = (program: NodeFileSystem): void => {
			if (program.NODEFS === undefined) throw new Error("The embedded PostgreSQL has no files in Node to make durable.");
			program.NODEFS.stream_ops.fsync = syncFile;
		};
		return { emscriptenOpts: { ...emscriptenOpts, preRun: [...steps, complete] } };
	}
}

function syncFile({ nfd }: OpenFile): number {
	if (nfd !== undefined) fsyncSync(nfd);
	return 0;
}
