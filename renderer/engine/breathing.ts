/** Long work in a worker must let messages in: a keystroke, a cancel. */

/** Milliseconds of work after which other messages are let in. */
const SLICE = 12;

/** Lets everything that waits in between. By a message and not by a timer: browsers make repeated timers wait four milliseconds. */
export function breathe(): Promise<void> {
	return new Promise((resolve) => {
		const { port1, port2 } = new MessageChannel();
		port1.onmessage = () => {
			port1.close();
			resolve();
		};
		port2.postMessage(null);
	});
}

/** A function to call between pieces of work: breathes when it is time to. */
export function steadyBreath(): () => Promise<void> {
	let sliceStart = performance.now();
	return async () => {
		if (performance.now() - sliceStart < SLICE) return;
		await breathe();
		sliceStart = performance.now();
	};
}
