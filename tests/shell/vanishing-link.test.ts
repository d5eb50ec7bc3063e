import { mkdir, rm, symlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test, vi } from "vitest";
import { listSource } from "../../electron/files/source-listing";
import { temporaryFolder } from "./temporary-folder";

/** A file called `vanishing` goes away the moment after it was found. */
vi.mock("node:fs/promises", async (original) => {
	const real = await original<typeof import("node:fs/promises")>();
	return {
		...real,
		realpath: async (path: string) => {
			const found = await real.realpath(path);
			if (found.endsWith("vanishing")) await real.rm(found);
			return found;
		},
	};
});

test("a file that vanishes while a link to it is followed is reported, and the others are listed", async () => {
	const path = join(await temporaryFolder(), "vault");
	await mkdir(join(path, "z"), { recursive: true });
	await writeFile(join(path, "z/vanishing"), "x");
	await symlink("z/vanishing", join(path, "link.md"));
	await writeFile(join(path, "note.md"), "x");
	const listing = await listSource({ is: "source", kind: "folder", path });
	expect(listing.files.map((file) => file.path)).toEqual(["note.md"]);
	expect(listing.refused).toContainEqual({ path: "link.md", why: "unreadable" });
	await rm(path, { recursive: true });
});
