/** Which words there are for each reason why something was not exchanged or not taken. Whoever adds a reason has to say. */
import type { LineErrorCode } from "../../../../shared/host/lines";
import type { EndReason } from "../../../../shared/protocol/conversation/endings";
import type { ConversationRefusal } from "../../../../shared/protocol/conversation/messages";
import type { IntakeRefusal } from "../../../../shared/protocol/intake";

/** Every reason that a remote or a space of it can show. An ordinary end needs no words. */
export type ProblemCode = Exclude<EndReason, "closed"> | ConversationRefusal | IntakeRefusal | LineErrorCode | "late" | "nothing-in-common";

/** The code → what it is called below `problem` in the language files. */
export const PROBLEM_WORDS = {
	"line-broke": "line-broke",
	unreachable: "unreachable",
	"no-common-version": "version",
	"newer-version": "version",
	"not-commonplace": "not-commonplace",
	"untrusted-certificate": "certificate",
	"wrong-counterpart": "counterpart",
	ourselves: "ourselves",
	"bad-proof": "proof",
	"no-certificate": "proof",
	"bad-certificate": "proof",
	"nothing-in-common": "nothing-in-common",
	"registration-closed": "registration-closed",
	"registration-needs-invite": "registration-needs-invite",
	quota: "quota",
	"not-allowed": "not-allowed",
	"no-right": "not-allowed",
	"last-owner": "not-allowed",
	"private-space": "not-allowed",
	"no-such-space": "no-such-space",
	"not-a-member": "not-a-member",
	role: "role",
	late: "late",
	"no-such-invite": "invite",
	"invite-ended": "invite",
	"invite-used-up": "invite",
	"too-much": "too-much",
	"too-many-questions": "too-much",
	"too-many-waiting": "too-much",
	"too-many-statements": "too-much",
	"too-fast": "too-fast",
	"too-slow": "too-slow",
	"too-large": "too-large",
	busy: "busy",
	"disk-full": "disk-full",
	"no-such-blob": "file",
	"wrong-part": "file",
	"broken-frame": "garbled",
	"not-a-message": "garbled",
	unasked: "garbled",
	"false-answer": "garbled",
	"not-an-envelope": "garbled",
	"bad-signature": "garbled",
	"bad-body": "garbled",
	"cannot-open": "unfit",
	"broken-chain": "unfit",
	"membership-rolled-back": "unfit",
	"wrong-space": "unfit",
	"wrong-space-id": "unfit",
	"not-first": "unfit",
	"no-space": "unfit",
	"no-such-person": "unfit",
	"no-such-device": "unfit",
	"no-such-recipient": "unfit",
	"already-a-member": "unfit",
	"known-device": "unfit",
	"known-invite": "unfit",
	"wrong-epoch": "unfit",
	failed: "other",
} as const satisfies Record<ProblemCode, string>;

/** The words for a reason; those for any other where a later version gave one that is not known here. */
export function problemWords(code: string): string {
	return Object.hasOwn(PROBLEM_WORDS, code) ? PROBLEM_WORDS[code as ProblemCode] : "other";
}
