/** The files that a space's items refer to, and what they are called when they travel. */
import type { Host } from "../../../shared/host";
import { LARGEST_KEPT } from "../../../shared/limits";
import { type SealedFile, sealedFile, sealedSize, sealPart } from "../../../shared/protocol/files/sealed-file";
import type { Sodium } from "../../../shared/protocol/sodium";
import type { Spaces } from "../spaces/spaces";

/** A file that an item refers to. */
export interface KnownFile {
	/** SHA-256 of its bytes, hex. */
	readonly hash: string;
	readonly size: number;
}

export interface SpaceFilesParts {
	readonly sodium: Sodium;
	readonly host: Host;
	readonly spaces: Pick<Spaces, "keysOf" | "writingKey">;
	/** The files of a space's items. */
	readonly filesIn: (space: string) => Promise<readonly KnownFile[]>;
}

export interface NamedFile {
	readonly sealed: SealedFile;
	readonly file: KnownFile;
	/** Bytes of the whole when it is sealed. */
	readonly total: number;
}

export interface SpaceFiles {
	/** Files that can be here: larger ones are none of ours. */
	of(space: string): Promise<readonly KnownFile[]>;
	/** Which of these are here whole. */
	here(files: readonly KnownFile[]): Promise<ReadonlySet<string>>;
	/** The file under every key of the space, the one that is written with first. */
	sealed(space: string, hash: string): readonly SealedFile[];
	/** Sealed bytes of a file that is here. */
	part(sealed: SealedFile, file: KnownFile, from: number, length: number): Promise<Uint8Array>;
	/** The file that travels under this name in the space, here or not; null when none of its items has such a one. */
	named(space: string, name: string): Promise<NamedFile | null>;
	/** The same, where it is here. */
	byName(space: string, name: string): Promise<NamedFile | null>;
}

export function createSpaceFiles({ sodium, host, spaces, filesIn }: SpaceFilesParts): SpaceFiles {
	async function of(space: string): Promise<readonly KnownFile[]> {
		return (await filesIn(space)).filter(({ size }) => Number.isSafeInteger(size) && size >= 0 && size <= LARGEST_KEPT);
	}

	async function here(files: readonly KnownFile[]): Promise<ReadonlySet<string>> {
		if (files.length === 0) return new Set();
		const sizes = await host.call(
			"blobs.sizes",
			files.map(({ hash }) => hash),
		);
		return new Set(files.flatMap(({ hash, size }, index) => (sizes[index] === size ? [hash] : [])));
	}

	function sealed(space: string, hash: string): readonly SealedFile[] {
		const writing = spaces.writingKey(space);
		const others = spaces.keysOf(space).filter(({ key }) => key !== writing?.key);
		return [...(writing === null ? [] : [writing]), ...others].map(({ key }) => sealedFile(sodium, key, hash));
	}

	async function named(space: string, name: string): Promise<NamedFile | null> {
		for (const file of await of(space)) {
			const found = sealed(space, file.hash).find((one) => one.name === name);
			if (found !== undefined) return { sealed: found, file, total: sealedSize(file.size) };
		}
		return null;
	}

	return {
		of,
		here,
		sealed,
		named,
		part: (one, { hash, size }, from, length) =>
			sealPart(sodium, one, size, from, length, (at, most) => host.call("blobs.readPart", hash, at, most)),
		async byName(space, name) {
			const one = await named(space, name);
			return one !== null && (await here([one.file])).has(one.file.hash) ? one : null;
		},
	};
}
