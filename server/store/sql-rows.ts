/** Rows of the tables as values. The tables' own constraints say what is in them. */
import type { Entry } from "../../shared/protocol/conversation/messages";
import type { Row } from "./database";
import type { SpaceState } from "./store";

/** Bytes of a column; throws when the table holds something else. */
export function bytesIn(row: Row, column: string): Uint8Array {
	const value = row[column];
	if (!(value instanceof Uint8Array)) throw new TypeError(`${column} holds no bytes`);
	return value;
}

export function textIn(row: Row, column: string): string {
	const value = row[column];
	if (typeof value !== "string") throw new TypeError(`${column} holds no text`);
	return value;
}

export function numberIn(row: Row, column: string): number {
	const value = row[column];
	if (typeof value !== "number") throw new TypeError(`${column} holds no number`);
	return value;
}

export function entryOf(row: Row): Entry {
	return { position: numberIn(row, "position"), id: textIn(row, "id"), size: numberIn(row, "size") };
}

export function spaceStateOf(row: Row): SpaceState {
	return { last: numberIn(row, "last"), membershipLast: numberIn(row, "membership_last"), bytes: numberIn(row, "bytes") };
}
