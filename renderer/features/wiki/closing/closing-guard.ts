/** Keeps the window open until what was written in it is saved. */

export interface ClosingPorts {
	/** Everything with words that are in this window only. */
	unsaved(): readonly { flush(): Promise<boolean> }[];
	close(): void;
	/** Something is still unsaved after the wait: the person decides. */
	ask(): void;
	/** Milliseconds that closing may wait for the last words to be saved. */
	readonly wait: number;
}

export interface ClosingGuard {
	beforeUnload(event: Pick<BeforeUnloadEvent, "preventDefault">): void;
	/** The person gives up what is unsaved. */
	closeAnyway(): void;
}

export function closingGuard(ports: ClosingPorts): ClosingGuard {
	let givenUp = false;
	let waiting = false;
	const goOn = (): void => {
		waiting = false;
		if (ports.unsaved().length === 0) ports.close();
		else ports.ask();
	};
	return {
		beforeUnload(event) {
			const unsaved = ports.unsaved();
			if (givenUp || unsaved.length === 0) return;
			event.preventDefault();
			if (waiting) return;
			waiting = true;
			const longest = new Promise<void>((resolve) => setTimeout(resolve, ports.wait));
			const saved = Promise.allSettled(unsaved.map((text) => text.flush()));
			void Promise.race([saved, longest]).finally(goOn);
		},
		closeAnyway() {
			givenUp = true;
			ports.close();
		},
	};
}
