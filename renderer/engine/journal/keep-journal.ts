/** The engine's side of the journal, in one place: the log that fills it, and what it gives back. */
import type { LogStore } from "../log/log-store";
import type { EnginePorts } from "../ports";
import { journalledLog } from "./journalled-log";
import { refillLost } from "./refill";

export interface KeptJournal {
	readonly log: LogStore;
	/**
	 * Fills a log that was lost, has the library made again and the device become another one; gives how many envelopes came
	 * back. Rejects when that is not possible: then nothing may be written.
	 */
	regain(onProgress: (done: number, total: number) => void, renewLibrary: () => Promise<void>): Promise<number>;
	/** From now on the journal is filled. */
	begin(): void;
	/** Resolves when the journal has everything that is in the log now. */
	settle(): Promise<void>;
}

export function keepJournal(kept: LogStore, ports: EnginePorts): KeptJournal {
	const { host, journalDelay: delay, onProblem } = ports;
	if (delay === undefined) return { log: kept, regain: async () => 0, begin: () => undefined, settle: async () => undefined };
	const { log, begin, settle } = journalledLog(kept, { host, delay, onProblem });
	return { log, begin, settle, regain: (onProgress, renewLibrary) => refillLost(kept, { ...ports, onProgress, renewLibrary }) };
}
