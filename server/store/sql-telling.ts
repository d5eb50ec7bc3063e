import { randomBytes } from "node:crypto";
import { z } from "zod";
import { SpaceId } from "../../shared/protocol/membership/statements";
import type { Database } from "./database";
import type { ServerStore } from "./store";

/** The channel on which processes wake one another. */
export const CHANNEL = "commonplace_news";

/** PostgreSQL passes on less than 8,000 bytes at a time; base64 makes four of three. */
const LARGEST_PRESENCE = 5_700;

const Payload = z.union([
	z.strictObject({ s: SpaceId, l: z.number().int().nonnegative() }),
	/** `o`: the process that told it. */
	z.strictObject({ s: SpaceId, p: z.string(), o: z.string() }),
]);

/** What wakes others when a space has something new. */
export function newsPayload(space: string, last: number): string {
	return JSON.stringify({ s: space, l: last });
}

/** Telling and hearing across processes. */
export function sqlTelling(database: Database): Pick<ServerStore, "tell" | "hear"> {
	const origin = randomBytes(6).toString("hex");
	return {
		async tell({ space, sealed }) {
			if (!database.isShared || sealed.length > LARGEST_PRESENCE) return;
			const payload = JSON.stringify({ s: space, p: Buffer.from(sealed).toString("base64"), o: origin });
			await database.query("SELECT pg_notify($1, $2)", [CHANNEL, payload]);
		},
		hear({ onTold, onGap }) {
			return database.listen(CHANNEL, {
				onGap,
				onPayload(text) {
					const payload = readPayload(text);
					// Only what our own version tells can be read: what another one adds is found again when the space is next read.
					if (payload === null) return onGap();
					if ("l" in payload) onTold({ is: "entries", space: payload.s, last: payload.l });
					else if (payload.o !== origin) onTold({ is: "presence", space: payload.s, sealed: Buffer.from(payload.p, "base64") });
				},
			});
		},
	};
}

function readPayload(text: string): z.infer<typeof Payload> | null {
	try {
		const payload = Payload.safeParse(JSON.parse(text));
		return payload.success ? payload.data : null;
	} catch {
		// Whoever may connect to the database may notify anything.
		return null;
	}
}
