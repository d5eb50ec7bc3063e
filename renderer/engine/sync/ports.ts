/** What sync stands on in the engine: the log, the spaces, and a small store of its own. */
import type { LogEntry, LogStore } from "../log/log-store";
import type { Spaces } from "../spaces/spaces";

/** The part of the log that sync reads, and where it keeps how far it is. */
export interface SyncLog extends Pick<LogStore, "ofSpace" | "countOf" | "known" | "lastOf" | "numbering" | "marks" | "keepMarks"> {
	/** The entries of these ids, in their order; what is beside the log is left out. */
	byIds(ids: readonly string[]): Promise<readonly LogEntry[]>;
	/** Position of the last entry of the space; 0: none. */
	lastOfSpace(space: string): Promise<number>;
}

/** The spaces of this copy, as far as sync needs them. */
export type SyncSpaces = Pick<Spaces, "ids" | "history" | "serverOf" | "inviteOf" | "takeIn" | "expect" | "onNew" | "onChanged">;

/** What sync remembers between starts. Reading is at once: it is all in memory. */
export interface SyncStore {
	get(key: string): unknown;
	/** Keys that begin so, with their values. */
	all(prefix: string): readonly { readonly key: string; readonly value: unknown }[];
	/** Resolves when it is kept. */
	set(key: string, value: unknown): Promise<void>;
	close(): void;
}
