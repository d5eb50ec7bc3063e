/** For what is only read ahead: it must not stand in the way of the first screen. */
import { useFrame } from "./frame-state";

/** Milliseconds after which it is begun although no first screen came, so that a book that does not open can be dealt with. */
const PATIENCE = 1000;

/** Calls back once: when the first screen has been drawn with its content, or when that takes long. Gives what gives it up. */
export function whenSettled(perform: () => void): () => void {
	const begin = (): void => {
		stop();
		perform();
	};
	const unsubscribe = useFrame.subscribe(({ settled }) => {
		if (settled) begin();
	});
	const timer = setTimeout(begin, useFrame.getState().settled ? 0 : PATIENCE);
	function stop(): void {
		unsubscribe();
		clearTimeout(timer);
	}
	return stop;
}
