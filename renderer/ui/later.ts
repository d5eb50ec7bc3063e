/** Nothing that says "wait" shows before 300 ms have passed: most things are there by then. */
import { useEffect, useState } from "react";

export const PATIENCE = 300;

/** True once `waiting` has lasted 300 ms. A new `key` starts the time anew. */
export function useLater(waiting: boolean, key = ""): boolean {
	const [late, setLate] = useState<string | null>(null);
	useEffect(() => {
		if (!waiting) {
			setLate(null);
			return;
		}
		const timer = setTimeout(() => setLate(key), PATIENCE);
		return () => clearTimeout(timer);
	}, [waiting, key]);
	return waiting && late === key;
}
