import type { Transport } from "../../../shared/protocol/conversation/ports";
import { createTransportEvents } from "../../../shared/protocol/conversation/transport-events";

/** What the line does to a frame on its way: gives what arrives instead, in this order. */
export type Fault = (frame: Uint8Array, number: number) => readonly Uint8Array[];

export interface MemoryLine {
	readonly initiator: Transport;
	readonly responder: Transport;
	/** Breaks in the middle: what is under way is lost. */
	cut(): void;
	/** From now on frames of that side meet a fault. */
	disturb(side: "initiator" | "responder", fault: Fault | null): void;
	/** Frames and bytes that each side has sent. */
	readonly sent: { readonly initiator: { frames: number; bytes: number }; readonly responder: { frames: number; bytes: number } };
}

export interface LineSetting {
	/** Milliseconds on the way; 0: the next turn of the event loop. */
	readonly delay?: number;
	/** Bytes that may be on their way before `send` waits. */
	readonly window?: number;
}

/** A line in memory between two sides. */
export function memoryLine({ delay = 0, window = 1024 * 1024 }: LineSetting = {}): MemoryLine {
	const events = { initiator: createTransportEvents(), responder: createTransportEvents() };
	const sent = { initiator: { frames: 0, bytes: 0 }, responder: { frames: 0, bytes: 0 } };
	const faults: { initiator: Fault | null; responder: Fault | null } = { initiator: null, responder: null };
	const waitingSenders = new Set<() => void>();
	let isCut = false;

	function end(why: string): void {
		for (const side of ["initiator", "responder"] as const) events[side].end(why);
		for (const go of waitingSenders) go();
		waitingSenders.clear();
	}

	function side(mine: "initiator" | "responder"): Transport {
		const other = mine === "initiator" ? "responder" : "initiator";
		let underWay = 0;
		const onTheWay: (() => void)[] = [];
		const soon = (work: () => void): void => {
			onTheWay.push(work);
			const arrive = (): void => void onTheWay.shift()?.();
			if (delay === 0) setImmediate(arrive);
			else setTimeout(arrive, delay);
		};
		return {
			async send(frame) {
				if (events[mine].hasEnded()) return;
				const { [mine]: count } = sent;
				const arriving = faults[mine]?.(frame, count.frames) ?? [frame];
				count.frames += 1;
				count.bytes += frame.length;
				underWay += frame.length;
				soon(() => {
					underWay -= frame.length;
					if (isCut) return;
					for (const one of arriving) events[other].frame(one);
					if (underWay <= window) for (const go of waitingSenders) go();
				});
				if (underWay <= window) return;
				await new Promise<void>((resolve) => {
					const go = (): void => {
						waitingSenders.delete(go);
						resolve();
					};
					waitingSenders.add(go);
				});
			},
			onFrame: events[mine].onFrame,
			onEnd: events[mine].onEnd,
			end(why) {
				if (!events[mine].end(why)) return;
				// What was sent before still arrives.
				soon(() => end(why));
			},
		};
	}

	return {
		initiator: side("initiator"),
		responder: side("responder"),
		cut() {
			isCut = true;
			end("cut");
		},
		disturb(from, fault) {
			faults[from] = fault;
		},
		sent,
	};
}
