/** How conversations end. The interface has a sentence for each reason. */
import { z } from "zod";

export const EndReason = z.enum([
	/** One side had nothing more to say. */
	"closed",
	/** The carrier broke. */
	"line-broke",
	/** The two have no version of the conversation in common; the detail names the other's. */
	"no-common-version",
	/** What answered speaks something else. */
	"not-commonplace",
	"too-large",
	/** A frame was changed, left out, moved or repeated on the way. */
	"broken-frame",
	"not-a-message",
	/** The device could not show that it has its key, or that its person knows it. */
	"bad-proof",
	/** Whoever connected is no person's device. */
	"no-certificate",
	/** Another device than the one that was expected. */
	"wrong-counterpart",
	/** One reached oneself. */
	"ourselves",
	/** An answer did not come. */
	"too-slow",
	/** An answer or news that nobody asked for. */
	"unasked",
	/** An answer that cannot be true. */
	"false-answer",
	"too-many-questions",
	/** The other side has too much on its way in already. */
	"busy",
	/** Something of one's own failed. */
	"failed",
]);
export type EndReason = z.infer<typeof EndReason>;

/** The last message of whoever ends a conversation. A reason that we do not know is one of a later version. */
export const Farewell = z.strictObject({ is: z.literal("bye"), why: z.string().max(64).pipe(EndReason.catch("closed")) });

/** How a conversation ended, and at whose wish. */
export interface Ending {
	readonly why: EndReason;
	readonly by: "us" | "them" | "line";
	/** For a log. */
	readonly detail: string;
}

/** Thrown at whoever waits for something that the end of the conversation has made impossible. */
export class ConversationEnded extends Error {
	constructor(readonly ending: Ending) {
		super(`The conversation has ended: ${ending.why} (${ending.by}${ending.detail === "" ? "" : `, ${ending.detail}`})`);
	}
}
