import { statfs } from "node:fs/promises";
import { KEPT_FREE } from "../../shared/limits";
import { HostFailure } from "./host-failure";

/** Bytes that this account may still write on the disk where the folder lies. */
export async function diskRoom(folder: string): Promise<number> {
	const { bavail, bsize } = await statfs(folder);
	return bavail * bsize;
}

/** Refuses to write `size` bytes that would leave less than `KEPT_FREE`. */
export async function needRoom(folder: string, size: number): Promise<void> {
	if ((await diskRoom(folder)) - size < KEPT_FREE) throw new HostFailure("disk-full", "the disk is full");
}
