/** A carrier over a message port: between two workers, or a worker and the shell that holds the socket. */
import type { Transport } from "./ports";
import { createTransportEvents } from "./transport-events";

/** A port that clones what is posted: each runtime's ports differ a little. */
export interface FramePort {
	post(value: unknown): void;
	listen(onValue: (value: unknown) => void, onClose: () => void): void;
	close(): void;
}

/** Bytes that may be on their way before `send` waits: 1 MB. */
const WINDOW = 1024 * 1024;

/** Over the port go frames (bytes), how many bytes were taken (a number), and why the line ends (a text). */
export function createPortTransport(port: FramePort): Transport {
	const events = createTransportEvents();
	let underWay = 0;
	let taken = 0;
	let senders: (() => void)[] = [];

	function letSendersGo(): void {
		const waiting = senders;
		senders = [];
		for (const go of waiting) go();
	}

	function finish(why: string): void {
		if (!events.end(why)) return;
		port.close();
		letSendersGo();
	}

	/** Says now and then how much was taken: often enough that the other side never waits for it in vain. */
	function tookBytes(length: number): void {
		taken += length;
		if (taken < WINDOW / 4 || events.hasEnded()) return;
		port.post(taken);
		taken = 0;
	}

	port.listen(
		(value) => {
			if (value instanceof Uint8Array) events.frame(value, () => tookBytes(value.length));
			else if (typeof value === "string") finish(value);
			else if (typeof value === "number") {
				underWay -= value;
				if (underWay <= WINDOW) letSendersGo();
			}
		},
		() => finish("the port was closed"),
	);

	return {
		async send(frame) {
			if (events.hasEnded()) return;
			underWay += frame.length;
			// A port clones the whole buffer behind a view.
			port.post(frame.byteLength === frame.buffer.byteLength ? frame : frame.slice());
			if (underWay > WINDOW) await new Promise<void>((go) => senders.push(go));
		},
		onFrame: events.onFrame,
		onEnd: events.onEnd,
		end(why) {
			if (events.hasEnded()) return;
			port.post(why);
			finish(why);
		},
	};
}
