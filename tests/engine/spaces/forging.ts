/** Envelopes as a program would make them that keeps no rules: sealed and signed as they must be, with anything inside. */
import sodium from "libsodium-wrappers-sumo";
import { fromHex } from "../../../shared/protocol/bytes";
import { sealEnvelope, signStatement } from "../../../shared/protocol/envelope";
import type { Statement } from "../../../shared/protocol/membership/statements";
import type { Laptop } from "./laptops";

export interface Forged {
	readonly bytes: Uint8Array;
	readonly id: string;
}

/** The next envelope of this laptop in a space, kept nowhere. */
export async function forge(
	by: Laptop,
	space: string,
	id: string,
	changes: readonly Uint8Array[],
	after: Forged | null = null,
	more: readonly { readonly id: string; readonly changes: readonly Uint8Array[] }[] = [],
): Promise<Forged> {
	const { held } = await by.book.desk();
	const found = held.get(space);
	const key = found?.ring.writing(found.history) ?? null;
	if (found === null || key === null) throw new Error("not in this space");
	const last = await by.book.log.lastOf(space, held.speaker.device);
	const author = {
		space,
		lane: "content" as const,
		device: held.identity.deviceKey,
		epoch: key.epoch,
		heads: found.history.heads().map(fromHex),
		number: (last?.number ?? 0) + (after === null ? 1 : 2),
		previous: after !== null ? fromHex(after.id) : last === null ? null : fromHex(last.id),
	};
	const body = { time: 5, items: [{ id, changes: [...changes] }, ...more.map((item) => ({ ...item, changes: [...item.changes] }))] };
	return sealEnvelope(sodium, author, body, key.key, (bytes) => by.disk.host.host.call("identity.sign", bytes));
}

/** A statement with a number far beyond the last one of this laptop, after an envelope that exists nowhere; kept nowhere. */
export async function forgeStatement(by: Laptop, space: string, number: number, statement: Statement): Promise<Forged> {
	const { held } = await by.book.desk();
	const found = held.get(space);
	if (found === null) throw new Error("not in this space");
	const author = {
		space,
		device: held.identity.deviceKey,
		epoch: found.ring.writing(found.history)?.epoch ?? 0,
		heads: found.history.heads().map(fromHex),
		number,
		previous: sodium.randombytes_buf(32),
	};
	return signStatement(sodium, author, statement, 5, (bytes) => by.disk.host.host.call("identity.sign", bytes));
}
