/** PostgreSQL, as the store needs it: embedded in this process, or a server of its own. */

/** A row as it comes: numbers of any size as `number`, bytes as `Uint8Array`. */
export type Row = Readonly<Record<string, unknown>>;

export interface Queries {
	/** Runs one statement; throws StoreFailure. */
	query(sql: string, values?: readonly unknown[]): Promise<readonly Row[]>;
}

export interface Database extends Queries {
	/** Commits when `work` resolves with `commit`, rolls back otherwise. What is committed survives the end of the machine. */
	transaction<Value>(work: (queries: Queries) => Promise<Decided<Value>>): Promise<Value>;
	/** Hears what is notified, by this process too, until the returned function is called. `onGap`: some may have been missed. */
	listen(
		channel: string,
		hear: { readonly onPayload: (payload: string) => void; readonly onGap: () => void },
	): Promise<() => Promise<void>>;
	/** Whether other processes may work on the same database. */
	readonly isShared: boolean;
	close(): Promise<void>;
}

/** What a transaction came to, and whether it is kept. */
export interface Decided<Value> {
	readonly commit: boolean;
	readonly value: Value;
}

/**
 * Why the store could not do something. `busy`: it cannot be reached now, trying again is right; whether the last write
 * is kept is not known. `disk-full`: nothing of it was kept. `failed`: a fault of ours.
 */
export type StoreFault = "busy" | "disk-full" | "failed";

export class StoreFailure extends Error {
	constructor(
		readonly fault: StoreFault,
		options: { readonly cause: unknown },
	) {
		super(`the store: ${fault}`, options);
	}
}

/** PostgreSQL's error codes that mean: not now. Class 08 are lost connections, 57P0x a server that stops or starts, 57014 and 25P03 what took too long. */
const BUSY_CODES = /^(08|57P0|57014|25P03|53300|40001|40P01|55P03|ECONNREFUSED|ECONNRESET|EPIPE|ENOENT|ETIMEDOUT|ENOTFOUND|EAI_AGAIN)/;
const DISK_FULL_CODES = /^(53100|ENOSPC|EDQUOT)/;

/** The failure that an error of a driver means. */
export function asStoreFailure(error: unknown): StoreFailure {
	if (error instanceof StoreFailure) return error;
	const code = typeof error === "object" && error !== null && "code" in error ? String(error.code) : "";
	const message = error instanceof Error ? error.message : String(error);
	if (DISK_FULL_CODES.test(code) || message.includes("No space left on device")) return new StoreFailure("disk-full", { cause: error });
	const isLost = /Connection terminated|timeout exceeded when trying to connect|not queryable|Client has encountered/i.test(message);
	return new StoreFailure(BUSY_CODES.test(code) || isLost ? "busy" : "failed", { cause: error });
}

/** What the work in a transaction came to, its own failure included: that one is nobody else's to name. */
export type Ended<Value> = { readonly decided: Decided<Value> } | { readonly failure: unknown };

export async function endOf<Value>(work: Promise<Decided<Value>>): Promise<Ended<Value>> {
	try {
		return { decided: await work };
	} catch (failure) {
		return { failure };
	}
}
