/** A copy of a folder made of hard links: the same bytes on the disk, and in the system's cache. */
import { linkSync, mkdirSync, readdirSync } from "node:fs";
import { join } from "node:path";

/** Copies what `wanted` says, by the path inside the folder. */
export function copyByLinks(from: string, to: string, wanted: (path: string) => boolean = () => true, inside = ""): void {
	mkdirSync(to, { recursive: true });
	for (const entry of readdirSync(from, { withFileTypes: true })) {
		const path = inside === "" ? entry.name : `${inside}/${entry.name}`;
		if (!wanted(path)) continue;
		if (entry.isDirectory()) copyByLinks(join(from, entry.name), join(to, entry.name), wanted, path);
		else linkSync(join(from, entry.name), join(to, entry.name));
	}
}
