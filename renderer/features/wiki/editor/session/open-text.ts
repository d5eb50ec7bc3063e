/**
 * One page's text while it is open: first as the library knows it, read-only; then as an editable session.
 * It outlives the view, so that edits which cannot be saved yet are not lost by looking at another page.
 */
import { collab } from "@codemirror/collab";
import { history } from "@codemirror/commands";
import { Compartment, EditorSelection, EditorState, type Extension, Transaction } from "@codemirror/state";
import type { EditorView } from "@codemirror/view";
import { EngineError, type EngineErrorCode, type TextSession } from "../../../../engine/contract";
import { LINE_BREAK } from "./splices";
import { changesBetween } from "./text-difference";
import { type SyncStatus, TextSync } from "./text-sync";

export type OpenTextStatus =
	/** Shown, not yet editable. */
	| { readonly is: "opening" }
	/** The session could not be opened; the text can be read. */
	| { readonly is: "unopened"; readonly code: EngineErrorCode }
	/** A newer version of the app wrote it, or it is shown for reading only. */
	| { readonly is: "read-only" }
	| SyncStatus;

export interface OpenTextPorts {
	openSession(): Promise<TextSession>;
	/** Resolves when the engine can be asked again. */
	engineReady(): Promise<void>;
}

export class OpenText {
	private readonly editing = new Compartment();
	private readonly locking = new Compartment();
	private readonly looks = new Compartment();
	private readonly listeners = new Set<(status: OpenTextStatus) => void>();
	private current: EditorState;
	private view: EditorView | null = null;
	private sync: TextSync | null = null;
	private status: OpenTextStatus = { is: "opening" };
	private closed = false;

	constructor(
		text: string,
		private readonly ports: OpenTextPorts,
		/** Where the cursor was when the page was last left. */
		cursor = 0,
	) {
		this.current = EditorState.create({
			doc: text,
			selection: EditorSelection.cursor(Math.min(cursor, text.length)),
			extensions: [
				EditorState.lineSeparator.of(LINE_BREAK),
				this.locking.of([]),
				this.editing.of(EditorState.readOnly.of(true)),
				this.looks.of([]),
			],
		});
	}

	state(): EditorState {
		return this.view?.state ?? this.current;
	}

	/** The text as this window has it, unsaved words included. */
	written(): string {
		const { doc } = this.state();
		return doc.sliceString(0, doc.length, LINE_BREAK);
	}

	/** Takes no more typing until it is unlocked; what others write, and what is still to be saved, goes on. */
	lock(locked: boolean): void {
		// The filter is for widgets and commands that change the text without asking whether they may.
		const shut = locked ? [EditorState.readOnly.of(true), EditorState.changeFilter.of(() => false)] : [];
		this.dispatch(this.state().update({ effects: this.locking.reconfigure(shut) }));
	}

	currentStatus(): OpenTextStatus {
		return this.status;
	}

	/** What the editor of this text looks like and can do, from now on. */
	dress(extensions: Extension): void {
		this.dispatch(this.state().update({ effects: this.looks.reconfigure(extensions) }));
	}

	/** Tells every change of the status until what it gives back is called. */
	onStatus(listener: (status: OpenTextStatus) => void): () => void {
		this.listeners.add(listener);
		return () => this.listeners.delete(listener);
	}

	/** The view that shows this text from now on. Its dispatch must end in `applied`. */
	attach(view: EditorView): void {
		this.view = view;
	}

	detach(): void {
		if (this.view !== null) this.current = this.view.state;
		this.view = null;
	}

	/** Tells of a transaction that the view has applied. */
	applied(transaction: Transaction): void {
		if (transaction.docChanged && transaction.annotation(Transaction.remote) !== true) this.sync?.localChange();
	}

	/** Shows a newer text of the library while there is no session yet. */
	showText(text: string): void {
		if (this.sync !== null) return;
		const changes = changesBetween(this.state().doc, this.state().toText(text));
		if (changes !== null) this.dispatch(this.state().update({ changes, filter: false }));
	}

	/** Makes the text editable. May be called again after it failed. */
	async open(): Promise<void> {
		if (this.sync !== null || this.closed) return;
		this.setStatus({ is: "opening" });
		try {
			const session = await this.ports.openSession();
			if (this.closed) session.close();
			else this.begin(session);
		} catch (error) {
			const code = error instanceof EngineError ? error.code : "failed";
			this.setStatus(code === "read-only" ? { is: "read-only" } : { is: "unopened", code });
		}
	}

	/** Sends what is unsent. True when nothing of this text is in the window only. */
	flush(): Promise<boolean> {
		return this.sync?.flush() ?? Promise.resolve(true);
	}

	hasUnsent(): boolean {
		return this.sync?.hasUnsent() ?? false;
	}

	close(): void {
		this.closed = true;
		this.sync?.close();
	}

	private begin(session: TextSession): void {
		this.showText(session.text);
		this.dispatch(
			this.state().update({
				effects: this.editing.reconfigure([collab({ startVersion: 0, clientID: crypto.randomUUID() }), history()]),
			}),
		);
		const holder = { state: () => this.state(), dispatch: (transaction: Transaction) => this.dispatch(transaction) };
		const reopen = async (): Promise<TextSession> => {
			await this.ports.engineReady();
			return this.ports.openSession();
		};
		this.sync = new TextSync(holder, session, reopen, (status) => this.setStatus(status));
		this.setStatus({ is: "saved" });
	}

	private dispatch(transaction: Transaction): void {
		if (this.view !== null) this.view.dispatch(transaction);
		else this.current = transaction.state;
	}

	private setStatus(status: OpenTextStatus): void {
		this.status = status;
		for (const listener of [...this.listeners]) listener(status);
	}
}
