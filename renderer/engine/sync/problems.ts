/** Why a remote cannot be exchanged with, as keys that the interface has words for. */
import { ConversationEnded, type EndReason } from "../../../shared/protocol/conversation/endings";
import type { ConversationRefusal } from "../../../shared/protocol/conversation/messages";
import { HostError } from "../errors";

/** The remote lets us not in. */
export class NotLetIn extends Error {
	constructor(readonly why: ConversationRefusal) {
		super(why);
	}
}

/** A laptop with which nothing is shared: no trouble, only no reason to meet again soon. */
export class NothingInCommon extends Error {
	constructor() {
		super("nothing-in-common");
	}
}

export interface Problem {
	/** "" for an end that needs no words. */
	readonly key: string;
	/** Whether it will stay so until somebody does something about it. */
	readonly isLasting: boolean;
}

const LASTING: readonly string[] = [
	"wrong-counterpart",
	"not-commonplace",
	"untrusted-certificate",
	"no-common-version",
	"no-certificate",
	"bad-proof",
	"registration-closed",
	"registration-needs-invite",
	"nothing-in-common",
	"ourselves",
] satisfies readonly (EndReason | ConversationRefusal | "untrusted-certificate" | "nothing-in-common")[];

export function problemOf(error: unknown): Problem {
	const key = keyOf(error);
	return { key, isLasting: LASTING.includes(key) };
}

function keyOf(error: unknown): string {
	if (error instanceof ConversationEnded) return error.ending.why === "closed" ? "" : error.ending.why;
	if (error instanceof NotLetIn) return error.why;
	if (error instanceof NothingInCommon) return "nothing-in-common";
	return error instanceof HostError ? error.code : "failed";
}
