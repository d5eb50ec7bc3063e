/** What both directions of an exchange stand on. */
import type { IntakeRefusal } from "../intake";
import type { Conversation } from "./conversation";
import type { KeptMarks } from "./kept-marks";
import type { ConversationRefusal } from "./messages";
import type { After, Answered, Origin, OwnCopy } from "./ports";

/** One space, in exchange with one remote. */
export interface Exchange {
	readonly space: string;
	readonly conversation: Conversation;
	readonly copy: OwnCopy;
	readonly after: After;
	readonly origin: Origin;
	/** How far one is; both directions move their part. */
	readonly marks: KeptMarks;
	/** Ids that the remote is known to have, and that need not be sent. */
	readonly there: Set<string>;
	/** One is no member yet, as far as the remote knows. */
	readonly isInvited: boolean;
	/** Resolves when the exchange may go on: at once unless it is paused. Throws ExchangeOver when another has taken its place. */
	goOn(): Promise<void>;
	/** Something in the progress has changed. */
	changed(): void;
}

/** How much is asked for at a time: little at first, so that a line that soon breaks again has brought something by then. */
export interface Pace {
	/** Of what may be asked for at most. */
	of(most: number): number;
	/** A request was answered: the next may be larger. */
	answered(): void;
}

export function createPace(): Pace {
	let part = 1 / 32;
	return {
		of: (most) => Math.ceil(most * part),
		answered() {
			part = Math.min(1, 2 * part);
		},
	};
}

/** What is refused for these is kept nowhere, and is taken once there is room, or a newer program. */
export const MAY_BE_TAKEN_LATER: ReadonlySet<string> = new Set<IntakeRefusal>(["too-many-waiting", "newer-version"]);

/** Ids that are remembered of what a remote has. */
export const MOST_REMEMBERED = 100_000;

/** The remote refuses what was asked. */
export class ExchangeRefused extends Error {
	constructor(readonly why: ConversationRefusal) {
		super(why);
	}
}

/** The space was opened again, or is not exchanged any more: what is under way is finished, and nothing more is begun. */
export class ExchangeOver extends Error {
	constructor() {
		super("the exchange is over");
	}
}

const FIRST_WAIT = 500;
const LONGEST_WAIT = 30_000;

/** What asking patiently stands on: an end of the conversation ends the patience. */
export interface Asking {
	readonly conversation: Pick<Conversation, "ended">;
	readonly after: After;
}

/** Asks again, ever more slowly, while the remote says that it is too much for it; throws ExchangeRefused for any other refusal. */
export async function askPatiently<Value>({ conversation, after }: Asking, ask: () => Promise<Answered<Value>>): Promise<Value> {
	for (let wait = FIRST_WAIT; ; wait = Math.min(2 * wait, LONGEST_WAIT)) {
		const answered = await ask();
		if ("ok" in answered) return answered.ok;
		if (answered.refused !== "too-fast" && answered.refused !== "busy") throw new ExchangeRefused(answered.refused);
		await Promise.race([conversation.ended, new Promise<void>((resolve) => void after(wait, resolve))]);
	}
}
