/**
 * Keeps an editor and the engine's text session together, as @codemirror/collab wants it: edits go out in
 * batches, one batch at a time; when others were quicker the edits are rebased and sent again. While saving
 * fails the edits stay in the editor and are tried again. Nothing here touches the page.
 */
import { getSyncedVersion, receiveUpdates, sendableUpdates, type Update } from "@codemirror/collab";
import type { Text } from "@codemirror/state";
import { EngineError, type EngineErrorCode, type TextSession, type TextUpdate } from "../../../../engine/contract";
import { type Alarm, createAlarm } from "../alarm";
import { changesOf, LINE_BREAK, splicesOf } from "./splices";
import { changesBetween, sizeOfChange } from "./text-difference";
import type { TextHolder } from "./text-holder";

export type SyncStatus =
	| { readonly is: "saved" }
	/** Edits wait for the next batch or are on their way. */
	| { readonly is: "pending" }
	/** Saving failed and is tried again; the edits are in the window only. */
	| { readonly is: "failing"; readonly code: EngineErrorCode }
	/** Saving cannot succeed any more (erased, read-only). */
	| { readonly is: "ended"; readonly code: EngineErrorCode };

export interface SyncTimes {
	/** Milliseconds without typing after which a batch goes out. */
	readonly idle: number;
	/** Milliseconds after which a batch goes out although typing goes on. */
	readonly longest: number;
	/** Milliseconds before the first new try after a failure; doubles up to `slowestRetry`. */
	readonly firstRetry: number;
	readonly slowestRetry: number;
}

export const SYNC_TIMES: SyncTimes = { idle: 200, longest: 400, firstRetry: 500, slowestRetry: 8_000 };

const FINAL: readonly EngineErrorCode[] = ["not-found", "read-only", "refused"];
/** After these the session itself is gone and a new one is opened before the next try. */
const SESSION_LOST: readonly EngineErrorCode[] = ["engine-stopped", "failed", "damaged", "bad-request"];

export class TextSync {
	private session: TextSession;
	private stopListening: () => void;
	/** The engine's version minus the editor's: they part when a session is opened anew. */
	private versionOffset: number;
	/** The text as the engine has it. */
	private confirmed: Text;
	private readonly early = new Map<number, readonly TextUpdate[]>();
	private status: SyncStatus = { is: "saved" };
	private readonly alarm: Alarm = createAlarm(() => void this.start());
	private oldestUnsent = 0;
	private running: Promise<void> | null = null;
	private retryDelay: number;
	private sessionLost = false;
	private closed = false;

	/** The holder's state must have collab() configured at version 0 and the session's text as its document. */
	constructor(
		private readonly holder: TextHolder,
		session: TextSession,
		/** Opens the text again after the engine went away; settles only when the engine answers. */
		private readonly reopen: () => Promise<TextSession>,
		private readonly onStatus: (status: SyncStatus) => void,
		private readonly times: SyncTimes = SYNC_TIMES,
	) {
		this.session = session;
		this.versionOffset = session.version - getSyncedVersion(holder.state());
		this.confirmed = holder.state().doc;
		this.retryDelay = times.firstRetry;
		this.stopListening = this.listen(session);
	}

	/** To be called after every change of the text that a person made here. */
	localChange(): void {
		if (this.closed || this.status.is === "ended") return;
		const now = Date.now();
		if (this.oldestUnsent === 0) this.oldestUnsent = now;
		if (this.status.is === "saved") this.setStatus({ is: "pending" });
		if (this.status.is === "failing" || this.running !== null) return;
		this.alarm.set(Math.max(0, Math.min(this.times.idle, this.oldestUnsent + this.times.longest - now)));
	}

	/** Sends what is unsent now. True when everything is durable. */
	async flush(): Promise<boolean> {
		if (this.closed || this.status.is === "ended") return !this.hasUnsent();
		this.alarm.cancel();
		// A batch may be under way and newer edits wait behind it: two rounds cover both.
		for (let round = 0; round < 2 && (this.running !== null || this.hasUnsent()); round++) await this.start();
		return !this.hasUnsent();
	}

	hasUnsent(): boolean {
		return sendableUpdates(this.holder.state()).length > 0;
	}

	currentStatus(): SyncStatus {
		return this.status;
	}

	/** Ends the session. Unsent edits are not sent: flush first. */
	close(): void {
		this.closed = true;
		this.alarm.cancel();
		this.stopListening();
		this.session.close();
	}

	/** The session tells the version that its updates lead to. */
	private listen(session: TextSession): () => void {
		return session.onUpdates((version, updates) => this.receive(version - updates.length, updates));
	}

	private start(): Promise<void> {
		this.running ??= this.pushAll().finally(() => {
			this.running = null;
		});
		return this.running;
	}

	private async pushAll(): Promise<void> {
		this.alarm.cancel();
		try {
			if (this.sessionLost) await this.openAgain();
			while (!this.closed && (this.hasUnsent() || this.early.size > 0)) {
				this.oldestUnsent = 0;
				await this.pushOnce();
			}
			this.retryDelay = this.times.firstRetry;
			if (!this.closed) this.setStatus({ is: "saved" });
		} catch (error) {
			this.fail(error instanceof EngineError ? error.code : "failed");
		}
	}

	private async pushOnce(): Promise<void> {
		const batch = sendableUpdates(this.holder.state());
		const sent = batch.map((update) => ({ origin: update.clientID, splices: splicesOf(update.changes) }));
		this.inFlight = batch;
		const version = this.engineVersion();
		const answer = await this.session.push(version, sent);
		if (this.closed) return;
		this.inFlight = [];
		if (answer.outcome === "accepted") this.receive(version, sent);
		else this.receive(version, answer.updates);
	}

	private inFlight: readonly Update[] = [];

	private engineVersion(): number {
		return getSyncedVersion(this.holder.state()) + this.versionOffset;
	}

	/** Takes accepted updates that begin after `version`; what is known already is skipped, what comes early waits. */
	private receive(version: number, updates: readonly TextUpdate[]): void {
		if (this.closed) return;
		const known = this.engineVersion() - version;
		if (known < 0) {
			// Something in between was missed: an empty batch asks for it.
			this.early.set(version, updates);
			if (this.running === null && !this.alarm.isSet()) this.alarm.set(this.times.idle);
			return;
		}
		const fresh = updates.slice(known);
		if (fresh.length > 0) this.apply(fresh);
		for (const [from, waiting] of this.early) {
			if (from > this.engineVersion()) continue;
			this.early.delete(from);
			this.receive(from, waiting);
			return;
		}
	}

	private apply(updates: readonly TextUpdate[]): void {
		let text = this.confirmed;
		const received = updates.map((update): Update => {
			const changes = changesOf(update.splices, text.length);
			text = changes.apply(text);
			return { clientID: update.origin, changes };
		});
		this.confirmed = text;
		this.holder.dispatch(receiveUpdates(this.holder.state(), received));
	}

	/**
	 * The engine was started anew. The batch that was on its way may or may not be in the text it has now:
	 * the explanation that leaves less to explain is taken, and what remains counts as somebody else's edit.
	 */
	private async openAgain(): Promise<void> {
		this.stopListening();
		this.early.clear();
		const session = await this.reopen();
		if (this.closed) {
			session.close();
			return;
		}
		this.session = session;
		const now = this.holder.state().toText(session.text);
		const asBefore = changesBetween(this.confirmed, now);
		const batch = this.inFlight;
		this.inFlight = [];
		let updates: TextUpdate[] = [];
		if (batch.length > 0 && asBefore !== null) {
			const withBatch = batch.reduce((text, update) => update.changes.apply(text), this.confirmed);
			const remaining = changesBetween(withBatch, now);
			if (sizeOfChange(remaining) < sizeOfChange(asBefore)) {
				updates = batch.map((update) => ({ origin: update.clientID, splices: splicesOf(update.changes) }));
				if (remaining !== null) updates.push({ origin: "remote", splices: splicesOf(remaining) });
			}
		}
		if (updates.length === 0 && asBefore !== null) updates = [{ origin: "remote", splices: splicesOf(asBefore) }];
		if (updates.length > 0) this.apply(updates);
		this.versionOffset = session.version - getSyncedVersion(this.holder.state());
		this.stopListening = this.listen(session);
		this.sessionLost = false;
	}

	private fail(code: EngineErrorCode): void {
		if (this.closed) return;
		if (FINAL.includes(code)) {
			this.setStatus({ is: "ended", code });
			return;
		}
		if (SESSION_LOST.includes(code)) this.sessionLost = true;
		this.setStatus({ is: "failing", code });
		this.alarm.set(this.retryDelay);
		this.retryDelay = Math.min(this.retryDelay * 2, this.times.slowestRetry);
	}

	private setStatus(status: SyncStatus): void {
		this.status = status;
		this.onStatus(status);
	}
}

/** The text of a session as the editor counts it. */
export function sameText(text: Text, session: string): boolean {
	return text.length === session.length && text.sliceString(0, text.length, LINE_BREAK) === session;
}
