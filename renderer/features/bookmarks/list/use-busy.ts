/** Work that may take a while when it is about thousands: it is started once, and after a moment it is said that it goes on. */
import { useCallback, useRef, useState } from "react";
import { useLater } from "../../../ui";

export interface Busy {
	/** While the work goes on; nothing else should be started then. */
	readonly busy: boolean;
	/** Once it has gone on for so long that a person would wonder. */
	readonly late: boolean;
	/** Does the work, unless other work is still going on. */
	during(work: () => Promise<void>): Promise<void>;
}

export function useBusy(): Busy {
	const [busy, setBusy] = useState(false);
	const running = useRef(false);
	const during = useCallback(async (work: () => Promise<void>) => {
		if (running.current) return;
		running.current = true;
		setBusy(true);
		try {
			await work();
		} finally {
			running.current = false;
			setBusy(false);
		}
	}, []);
	return { busy, late: useLater(busy), during };
}
