/** What every carrier tells its user: frames in order, and once that the line has ended; whatever came before anybody listened is told then. */
export interface TransportEvents {
	onFrame(listener: (frame: Uint8Array) => void | Promise<void>): void;
	onEnd(listener: (why: string) => void): void;
	/** A frame has arrived. `taken` is called when the listener has it, and room for more. */
	frame(frame: Uint8Array, taken?: () => void): void;
	/** The line has ended; false when it already had. */
	end(why: string): boolean;
	hasEnded(): boolean;
}

export function createTransportEvents(): TransportEvents {
	let onFrame: ((frame: Uint8Array) => void | Promise<void>) | null = null;
	let onEnd: ((why: string) => void) | null = null;
	let waiting: { readonly frame: Uint8Array; readonly taken: (() => void) | undefined }[] = [];
	let ended: string | null = null;
	let isToldOfEnd = false;

	function tellEnd(): void {
		if (ended === null || onEnd === null || isToldOfEnd) return;
		isToldOfEnd = true;
		onEnd(ended);
	}

	function tellFrames(): void {
		while (onFrame !== null) {
			const next = waiting.shift();
			if (next === undefined) return;
			const room = onFrame(next.frame);
			const taken = next.taken ?? (() => undefined);
			if (room instanceof Promise) room.then(taken, taken);
			else taken();
		}
	}

	return {
		onFrame(listener) {
			onFrame = listener;
			tellFrames();
		},
		onEnd(listener) {
			onEnd = listener;
			tellEnd();
		},
		frame(frame, taken) {
			if (ended !== null) return;
			waiting.push({ frame, taken });
			tellFrames();
		},
		end(why) {
			if (ended !== null) return false;
			ended = why;
			waiting = onFrame === null ? waiting : [];
			tellEnd();
			return true;
		},
		hasEnded: () => ended !== null,
	};
}
