/**
 * A library that writes only where that leaves the room that is kept free (docs/decisions/0010): all databases of the book share
 * one log file of the browser's, and a write that finds no room tears it. What is refused is tried again by whoever puts it.
 */
import type { Host } from "../../../shared/host";
import { KEPT_FREE } from "../../../shared/limits";
import { diskRoom } from "../disk-room";
import { LogFull } from "../log/log-store";
import type { Library } from "./library";

export function roomyLibrary(library: Library, host: Host): Library {
	const room = diskRoom(host);
	async function assertRoom(): Promise<void> {
		if ((await room()) < KEPT_FREE) throw new LogFull();
	}
	return {
		...library,
		async put(projections, fresh) {
			await assertRoom();
			return library.put(projections, fresh);
		},
		async setCheckpoint(seq) {
			await assertRoom();
			return library.setCheckpoint(seq);
		},
	};
}
