/** The room on the disk, asked for by everything that writes (docs/decisions/0010). */
import type { Host } from "../../shared/host";

/** Bytes that nobody writes in a moment. */
const PLENTY = 2 * 1024 ** 3;
/** Milliseconds that an answer holds where there is plenty. */
const MOMENT = 1000;

/** Bytes that may still be written. Where there is plenty the shell is asked once a second and not before every write. */
export type DiskRoom = () => Promise<number>;

export function diskRoom(host: Host): DiskRoom {
	let known = { room: 0, at: Number.NEGATIVE_INFINITY };
	return async () => {
		const time = performance.now();
		if (known.room >= PLENTY && time - known.at < MOMENT) return known.room;
		known = { room: await host.call("disk.room"), at: time };
		return known.room;
	};
}
