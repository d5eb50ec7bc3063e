/** A conversation: the same for a server, a colleague's laptop and two copies in one process (docs/protocol.md §4). */
import { toHex } from "../bytes";
import type { KeyPair, Sodium } from "../sodium";
import * as checks from "./answer-checks";
import { createAnswerer } from "./answerer";
import { type Checked, createAsker } from "./asker";
import type { Ending, EndReason } from "./endings";
import { Farewell } from "./endings";
import { otherRole, type Session, type SessionIdentity, type SessionRole, shakeHands } from "./handshake";
import { inviteSessionBytes } from "./invite-proof";
import {
	Answer,
	type BlobCopy,
	type ConversationRefusal,
	type Entry,
	Notice,
	type OpenedSpace,
	type PushOutcome,
	Question,
} from "./messages";
import type { After, Answered, Counterpart, Offered, Transport } from "./ports";
import type { Room } from "./room";

export interface ConversationSetting {
	readonly transport: Transport;
	readonly role: SessionRole;
	readonly identity: SessionIdentity;
	readonly sodium: Sodium;
	readonly after: After;
	/** Hex of the device that must be at the other end: a server or a laptop that is known already. */
	readonly expectedDevice?: string;
	/** What the other side may have of us; without it every question is refused. */
	readonly offered?: Offered;
	/** For what was heard and is not done with, shared with other conversations; without it each is limited by itself. */
	readonly room?: Room;
	/** Told of what failed in `offered`. */
	readonly onFault?: (error: unknown) => void;
}

/** What the other side tells without being asked. */
export type Told =
	/** `envelopes`: those that came along, by id. No entries: more is new than was told, list it. */
	| { readonly is: "news"; readonly space: string; readonly entries: readonly Entry[]; readonly envelopes: ReadonlyMap<string, Uint8Array> }
	| { readonly is: "presence"; readonly space: string; readonly sealed: Uint8Array }
	| { readonly is: "shut"; readonly space: string; readonly why: ConversationRefusal };

/** Questions reject with ConversationEnded when there will be no answer; what an answer says was checked as far as it can be (R18). */
export interface Conversation {
	readonly counterpart: Counterpart;
	/** Opens spaces; from now on news of them is told. `invite`: the key of an invite that one holds. */
	open(spaces: readonly { readonly space: string; readonly invite: KeyPair | null }[]): Promise<Answered<readonly OpenedSpace[]>>;
	close(spaces: readonly string[]): Promise<Answered<true>>;
	list(space: string, after: number, limit: number): Promise<Answered<{ readonly entries: readonly Entry[]; readonly last: number }>>;
	/** Envelopes by id, those that the other side has and that fit. */
	fetch(space: string, ids: readonly string[]): Promise<Answered<ReadonlyMap<string, Uint8Array>>>;
	push(space: string, envelopes: readonly Uint8Array[]): Promise<Answered<readonly PushOutcome[]>>;
	findBlobs(space: string, names: readonly string[]): Promise<Answered<readonly (readonly BlobCopy[])[]>>;
	/** A part of the copy that a person brought. */
	getBlob(space: string, name: string, by: string, from: number): Promise<Answered<{ readonly total: number; readonly bytes: Uint8Array }>>;
	putBlob(space: string, name: string, total: number, from: number, bytes: Uint8Array): Promise<Answered<{ readonly arrived: number }>>;
	mySpaces(): Promise<Answered<readonly string[]>>;
	register(token: string): Promise<Answered<true>>;
	/** Tells presence; nobody answers. */
	presence(space: string, sealed: Uint8Array): void;
	/** Listens until the returned function is called. */
	onTold(listener: (told: Told) => void): () => void;
	/** Resolves when the conversation has ended. */
	readonly ended: Promise<Ending>;
	end(why?: EndReason, detail?: string): void;
}

/** Shakes hands and begins. Rejects with ConversationEnded when the other side is not who it should be, or does not answer. */
export async function startConversation(setting: ConversationSetting): Promise<Conversation> {
	const session = await shakeHands({ ...setting, expectedDevice: setting.expectedDevice ?? null });
	return converse(setting, session);
}

function converse(setting: ConversationSetting, { channel, device, person, transcript }: Session): Conversation {
	const { sodium, role, after, offered } = setting;
	const counterpart = { device, person, invites: new Map<string, string>() };
	const asker = createAsker(channel, after);
	const answerer =
		offered === undefined
			? null
			: createAnswerer({
					channel,
					sodium,
					counterpart,
					inviteBytes: inviteSessionBytes(otherRole(role), transcript),
					offered,
					room: setting.room ?? null,
					onFault: setting.onFault ?? (() => undefined),
				});
	const listeners = new Set<(told: Told) => void>();
	/** Up to where the other side has told of a space; spaces that were never opened are not in it. */
	const toldUpTo = new Map<string, number>();

	function takeNotice(notice: Notice): void {
		if (notice.is === "bye") {
			channel.endedByThem(Farewell.parse(notice).why);
			return;
		}
		if (notice.is === "presence") answerer?.presence(notice.space, notice.sealed);
		const upTo = toldUpTo.get(notice.space);
		if (upTo === undefined) {
			if (notice.is !== "presence") channel.end("unasked", notice.is);
			return;
		}
		const told = notice.is === "news" ? readNews(notice, upTo) : notice;
		if (typeof told === "string") channel.end("false-answer", `news: ${told}`);
		else for (const listener of listeners) listener(told);
	}

	/** News that can be true; or what is wrong. */
	function readNews({ is, space, entries, envelopes }: Extract<Notice, { is: "news" }>, upTo: number): Told | string {
		const fault = checks.ascendingFault(upTo, entries);
		if (fault !== null) return fault;
		const found = checks.envelopesById(sodium, entries, envelopes);
		if (typeof found === "string") return found;
		toldUpTo.set(space, entries.at(-1)?.position ?? upTo);
		return { is, space, entries, envelopes: found };
	}

	channel.receive((message, bytes) => {
		const answer = Answer.safeParse(message);
		if (answer.success) return asker.take(answer.data);
		const notice = Notice.safeParse(message);
		if (notice.success) return takeNotice(notice.data);
		const question = Question.safeParse(message);
		if (!question.success) return channel.end("not-a-message");
		if (answerer !== null) return answerer.take(question.data, bytes);
		void channel.send({ is: "refused", ask: question.data.ask, why: "not-allowed" } satisfies Answer);
	});

	return {
		counterpart,
		open(spaces) {
			const names = spaces.map(({ space }) => space);
			const bytes = inviteSessionBytes(role, transcript);
			const proofOf = ({ publicKey, privateKey }: KeyPair) => ({
				invite: toHex(publicKey),
				proof: sodium.crypto_sign_detached(bytes, privateKey),
			});
			const asked = spaces.map(({ space, invite }) => ({ space, invite: invite === null ? null : proofOf(invite) }));
			return asker.ask({ is: "open", spaces: asked }, "opened", (answer) => {
				const fault = checks.openedFault(names, answer);
				for (const opened of answer.spaces) if (opened.is === "open") toldUpTo.set(opened.space, opened.last);
				// Whom we ask for a space is somebody whom we want it from.
				if (fault === null && answer.spaces.some(({ is }) => is === "open")) channel.allow("known");
				return unless(fault, answer.spaces);
			});
		},
		close: (spaces) => asker.ask({ is: "close", spaces: [...spaces] }, "closed", () => ({ value: true })),
		list: (space, from, limit) =>
			asker.ask({ is: "list", space, after: from, limit }, "listed", (answer) => unless(checks.listedFault(from, limit, answer), answer)),
		fetch: (space, ids) =>
			asker.ask({ is: "fetch", space, ids: [...ids] }, "fetched", ({ envelopes }) => {
				const found = checks.envelopesById(
					sodium,
					ids.map((id) => ({ id })),
					envelopes,
				);
				return typeof found === "string" ? { fault: found } : { value: found };
			}),
		push: (space, envelopes) =>
			asker.ask({ is: "push", space, envelopes: [...envelopes] }, "pushed", (answer) =>
				unless(checks.pushedFault(envelopes.length, answer), answer.outcomes),
			),
		findBlobs: (space, names) =>
			asker.ask({ is: "find-blobs", space, names: [...names] }, "found-blobs", (answer) =>
				unless(checks.foundBlobsFault(names.length, answer), answer.blobs),
			),
		getBlob: (space, name, by, from) =>
			asker.ask({ is: "get-blob", space, name, by, from }, "blob-part", (answer) => unless(checks.blobPartFault(from, answer), answer)),
		putBlob: (space, name, total, from, bytes) =>
			asker.ask({ is: "put-blob", space, name, total, from, bytes }, "blob-kept", (answer) =>
				unless(checks.blobKeptFault(total, answer), answer),
			),
		mySpaces: () => asker.ask({ is: "my-spaces" }, "spaces", ({ spaces }) => ({ value: spaces })),
		register: (token) => asker.ask({ is: "register", token }, "registered", () => ({ value: true })),
		presence(space, sealed) {
			void channel.send({ is: "presence", space, sealed } satisfies Notice);
		},
		onTold(listener) {
			listeners.add(listener);
			return () => void listeners.delete(listener);
		},
		ended: channel.ended,
		end: (why = "closed", detail = "") => channel.end(why, detail),
	};
}

function unless<Value>(fault: string | null, value: Value): Checked<Value> {
	return fault === null ? { value } : { fault };
}
