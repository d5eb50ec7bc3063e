import type { Dirent, Stats } from "node:fs";
import { readdir, realpath, stat } from "node:fs/promises";
import { basename, join, sep } from "node:path";
import type { SourceEntry, SourceListing } from "../../shared/host";
import { LARGEST_KEPT } from "../../shared/limits";
import type { SourceGrant } from "./grants";

type Refused = SourceListing["refused"][number];

export interface ListingLimits {
	readonly files: number;
	readonly depth: number;
	readonly size: number;
}

const usualLimits: ListingLimits = { files: 200_000, depth: 128, size: LARGEST_KEPT };

/** Files looked at at a time. */
const AT_ONCE = 32;

interface Walk {
	/** The chosen folder as the system really knows it: nothing outside of it is ever listed. */
	readonly root: string;
	readonly limits: ListingLimits;
	readonly files: SourceEntry[];
	readonly refused: Refused[];
}

/**
 * Every file below the source, in path order. A link to a file inside counts as that file; links that lead outside
 * or to folders are reported and not followed, so the walk always ends. What could not be listed says why.
 */
export async function listSource(source: SourceGrant, limits: ListingLimits = usualLimits): Promise<SourceListing> {
	const name = basename(source.path);
	if (source.kind === "file") return listFile(source.path, name, limits);
	const walk: Walk = { root: await realpath(source.path), limits, files: [], refused: [] };
	await visitFolder(walk, "", 0);
	return { name, kind: "folder", files: walk.files.sort(byPath), refused: walk.refused.sort(byPath) };
}

async function listFile(path: string, name: string, limits: ListingLimits): Promise<SourceListing> {
	const found = await stat(path);
	if (found.size > limits.size) return { name, kind: "file", files: [], refused: [{ path: "", why: "too-large" }] };
	return { name, kind: "file", files: [{ path: "", size: found.size, modified: found.mtimeMs }], refused: [] };
}

async function visitFolder(walk: Walk, path: string, depth: number): Promise<void> {
	if (depth > walk.limits.depth) {
		walk.refused.push({ path, why: "too-deep" });
		return;
	}
	let entries: Dirent[];
	try {
		entries = await readdir(join(walk.root, path), { withFileTypes: true });
	} catch {
		walk.refused.push({ path, why: "unreadable" });
		return;
	}
	entries.sort((a, b) => (a.name < b.name ? -1 : 1));
	for (let start = 0; start < entries.length; start += AT_ONCE) {
		const some = entries.slice(start, start + AT_ONCE).map((entry) => {
			const inside = path === "" ? entry.name : `${path}/${entry.name}`;
			return { entry, inside, looked: isPlainName(entry.name) && entry.isFile() ? lookAt(walk, inside) : null };
		});
		for (const { entry, inside, looked } of some) {
			if (walk.files.length >= walk.limits.files) {
				walk.refused.push({ path: inside, why: "too-many" });
				return;
			}
			if (!isPlainName(entry.name)) walk.refused.push({ path: inside, why: "not-a-file" });
			else if (looked !== null) take(walk, inside, await looked);
			else if (entry.isSymbolicLink()) await visitLink(walk, inside);
			else if (entry.isDirectory()) await visitFolder(walk, inside, depth + 1);
			else walk.refused.push({ path: inside, why: "not-a-file" });
		}
	}
}

/** Names that a path inside a grant cannot carry (see GrantPath): possible on some disks, and never needed. */
function isPlainName(name: string): boolean {
	return !name.includes("\\") && !name.includes("\0") && !name.includes("/");
}

/** What a file is like; null when it cannot be looked at. */
async function lookAt(walk: Walk, path: string): Promise<Stats | null> {
	return stat(join(walk.root, path)).catch(() => null);
}

function take(walk: Walk, path: string, found: Stats | null): void {
	if (found === null) walk.refused.push({ path, why: "unreadable" });
	else if (found.size > walk.limits.size) walk.refused.push({ path, why: "too-large" });
	else walk.files.push({ path, size: found.size, modified: found.mtimeMs });
}

async function visitLink(walk: Walk, path: string): Promise<void> {
	let target: string;
	try {
		target = await realpath(join(walk.root, path));
	} catch (error) {
		walk.refused.push({ path, why: (error as NodeJS.ErrnoException).code === "ELOOP" ? "link-loop" : "unreadable" });
		return;
	}
	if (!isInside(walk.root, target)) {
		walk.refused.push({ path, why: "link-outside" });
		return;
	}
	let isFile: boolean;
	try {
		isFile = (await stat(target)).isFile();
	} catch {
		// It went away since it was looked up; the rest of the folder is listed all the same.
		walk.refused.push({ path, why: "unreadable" });
		return;
	}
	if (isFile) return take(walk, path, await lookAt(walk, path));
	// What a link to a folder inside shows is listed at its own place; a link to a folder around itself never ends.
	walk.refused.push({ path, why: join(walk.root, path).startsWith(target + sep) ? "link-loop" : "not-a-file" });
}

/** Whether a real path lies in (or is) a real folder. */
export function isInside(folder: string, path: string): boolean {
	return path === folder || path.startsWith(folder.endsWith(sep) ? folder : folder + sep);
}

function byPath(a: { readonly path: string }, b: { readonly path: string }): number {
	return a.path < b.path ? -1 : a.path > b.path ? 1 : 0;
}
