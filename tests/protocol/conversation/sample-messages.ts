import type { Message } from "../../../shared/protocol/conversation/messages";

export const hex = (length: number): string => "5a".repeat(length);
export const bytes = (length: number): Uint8Array => new Uint8Array(length).fill(7);
const entry = { position: 4, id: hex(32), size: 100 };

/** One of each message. */
export const messages: readonly Message[] = [
	{
		is: "open",
		ask: 0,
		spaces: [
			{ space: hex(16), invite: { invite: hex(32), proof: bytes(64) } },
			{ space: hex(16), invite: null },
		],
	},
	{ is: "close", ask: 1, spaces: [hex(16)] },
	{ is: "list", ask: 2, space: hex(16), after: 0, limit: 10 },
	{ is: "fetch", ask: 3, space: hex(16), ids: [hex(32)] },
	{ is: "push", ask: 4, space: hex(16), envelopes: [bytes(90)] },
	{ is: "find-blobs", ask: 5, space: hex(16), names: [hex(32)] },
	{ is: "get-blob", ask: 6, space: hex(16), name: hex(32), by: hex(32), from: 0 },
	{ is: "put-blob", ask: 7, space: hex(16), name: hex(32), total: 9, from: 0, bytes: bytes(9) },
	{ is: "my-spaces", ask: 8 },
	{ is: "register", ask: 9, token: "x" },
	{ is: "opened", ask: 0, spaces: [{ is: "open", space: hex(16), numbering: hex(8), last: 3, role: "reader" }] },
	{ is: "listed", ask: 0, entries: [entry], last: 4 },
	{ is: "fetched", ask: 0, envelopes: [bytes(100)] },
	{ is: "pushed", ask: 0, outcomes: [{ is: "kept", position: 1 }, { is: "waiting" }, { is: "refused", why: "role" }] },
	{ is: "found-blobs", ask: 0, blobs: [[], [{ by: hex(32), total: 9, arrived: 3 }]] },
	{ is: "blob-part", ask: 0, total: 9, from: 0, bytes: bytes(9) },
	{ is: "blob-kept", ask: 0, arrived: 9 },
	{ is: "spaces", ask: 0, spaces: [hex(16)] },
	{ is: "refused", ask: 0, why: "busy" },
	{ is: "news", space: hex(16), entries: [entry], envelopes: [bytes(100)] },
	{ is: "presence", space: hex(16), sealed: bytes(20) },
	{ is: "shut", space: hex(16), why: "no-such-space" },
	{ is: "bye", why: "closed" },
];
