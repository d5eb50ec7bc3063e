import { collab, sendableUpdates } from "@codemirror/collab";
import { history, undo } from "@codemirror/commands";
import { EditorState, type Transaction, type TransactionSpec } from "@codemirror/state";
import fc from "fast-check";
import { describe, expect, it, vi } from "vitest";
import { EngineError, type EngineErrorCode, type TextSession, type TextUpdate } from "../../renderer/engine/contract";
import { changesOf, splicesOf } from "../../renderer/features/wiki/editor/session/splices";
import { type SyncStatus, TextSync } from "../../renderer/features/wiki/editor/session/text-sync";

/** The engine's side of an open text, in memory. Answers come when `release` is called. */
class Authority {
	text: string;
	readonly log: TextUpdate[] = [];
	private readonly waiting: (() => void)[] = [];
	private readonly listeners = new Set<(version: number, updates: readonly TextUpdate[]) => void>();
	failWith: EngineErrorCode | null = null;
	/** Whether a push that fails was accepted all the same (the answer got lost). */
	acceptsBeforeFailing = false;
	manual = false;

	constructor(
		text: string,
		readonly firstVersion = 0,
	) {
		this.text = text;
	}

	get version(): number {
		return this.firstVersion + this.log.length;
	}

	open(): TextSession {
		const listeners = this.listeners;
		let own: ((version: number, updates: readonly TextUpdate[]) => void) | null = null;
		return {
			text: this.text,
			version: this.version,
			push: async (version, updates) => {
				if (this.manual) await new Promise<void>((resolve) => this.waiting.push(resolve));
				if (this.failWith !== null) {
					if (this.acceptsBeforeFailing && version === this.version) this.accept(updates);
					throw new EngineError(this.failWith, "no");
				}
				if (version !== this.version) return { outcome: "stale", updates: this.log.slice(version - this.firstVersion) };
				this.accept(updates);
				return { outcome: "accepted" };
			},
			onUpdates: (listener) => {
				own = listener;
				listeners.add(listener);
				return () => listeners.delete(listener);
			},
			close: () => {
				if (own !== null) listeners.delete(own);
			},
		};
	}

	accept(updates: readonly TextUpdate[]): void {
		for (const update of updates) {
			const changes = changesOf(update.splices, this.text.length);
			this.text = changes.apply(EditorState.create({ doc: this.text, extensions: EditorState.lineSeparator.of("\n") }).doc).toString();
			this.log.push(update);
		}
		const version = this.version;
		for (const listener of [...this.listeners]) {
			if (this.manual) this.waiting.push(() => listener(version, updates));
			else listener(version, updates);
		}
	}

	get pendingCount(): number {
		return this.waiting.length;
	}

	release(index: number): void {
		const [next] = this.waiting.splice(index % Math.max(1, this.waiting.length), 1);
		next?.();
	}
}

const times = { idle: 5, longest: 10, firstRetry: 5, slowestRetry: 20 };

class Editor {
	state: EditorState;
	readonly statuses: SyncStatus[] = [];
	readonly sync: TextSync;

	constructor(name: string, authority: Authority, reopen: () => Promise<TextSession> = async () => authority.open()) {
		const session = authority.open();
		this.state = EditorState.create({
			doc: session.text,
			extensions: [EditorState.lineSeparator.of("\n"), collab({ startVersion: 0, clientID: name }), history()],
		});
		const holder = {
			state: () => this.state,
			dispatch: (transaction: Transaction) => {
				this.state = transaction.state;
			},
		};
		this.sync = new TextSync(holder, session, reopen, (status) => this.statuses.push(status), times);
	}

	edit(spec: TransactionSpec): void {
		this.apply(this.state.update(spec));
	}

	apply(transaction: Transaction): void {
		this.state = transaction.state;
		this.sync.localChange();
	}

	get text(): string {
		return this.state.doc.sliceString(0, this.state.doc.length, "\n");
	}
}

const settle = () => new Promise((resolve) => setTimeout(resolve, 0));

describe("what the editor sends", () => {
	it("is the same change in both directions, carriage returns included", () => {
		fc.assert(
			fc.property(
				fc.string({ unit: fc.constantFrom("a", "\n", "\r", "é", "😀") }),
				fc.array(fc.tuple(fc.nat(), fc.nat(5), fc.string())),
				(text, edits) => {
					let state = EditorState.create({ doc: text, extensions: EditorState.lineSeparator.of("\n") });
					for (const [at, length, insert] of edits) {
						const from = at % (state.doc.length + 1);
						const to = Math.min(state.doc.length, from + length);
						const transaction = state.update({ changes: { from, to, insert: state.toText(insert) } });
						const again = changesOf(splicesOf(transaction.changes), state.doc.length);
						expect(again.apply(state.doc).eq(transaction.newDoc)).toBe(true);
						state = transaction.state;
					}
				},
			),
		);
	});

	it("keeps the length of a text with Windows line ends", () => {
		const state = EditorState.create({ doc: "a\r\nb", extensions: EditorState.lineSeparator.of("\n") });
		expect(state.doc.length).toBe(4);
	});
});

describe("several editors of one text", () => {
	it("all end with the authority's text, whatever the order in which messages arrive", async () => {
		const step = fc.oneof(
			{
				weight: 4,
				arbitrary: fc.record({
					do: fc.constant("edit" as const),
					who: fc.nat(2),
					at: fc.nat(1000),
					remove: fc.nat(4),
					insert: fc.string({ maxLength: 4 }),
				}),
			},
			{ weight: 2, arbitrary: fc.record({ do: fc.constant("push" as const), who: fc.nat(2) }) },
			{ weight: 4, arbitrary: fc.record({ do: fc.constant("deliver" as const), which: fc.nat(20) }) },
			{ weight: 1, arbitrary: fc.record({ do: fc.constant("undo" as const), who: fc.nat(2) }) },
			{ weight: 1, arbitrary: fc.record({ do: fc.constant("remote" as const), at: fc.nat(1000), insert: fc.string({ maxLength: 3 }) }) },
		);
		await fc.assert(
			fc.asyncProperty(fc.string({ maxLength: 30 }), fc.array(step, { maxLength: 40 }), async (text, steps) => {
				const authority = new Authority(text, 7);
				authority.manual = true;
				const editors = ["ana", "ben", "cem"].map((name) => new Editor(name, authority));
				const flushes: Promise<boolean>[] = [];
				for (const action of steps) {
					const editor = "who" in action ? editors[action.who] : undefined;
					if (action.do === "edit" && editor !== undefined) {
						const from = action.at % (editor.state.doc.length + 1);
						const to = Math.min(editor.state.doc.length, from + action.remove);
						editor.edit({ changes: { from, to, insert: editor.state.toText(action.insert) } });
					} else if (action.do === "push" && editor !== undefined) flushes.push(editor.sync.flush());
					else if (action.do === "deliver") authority.release(action.which);
					else if (action.do === "remote") {
						authority.accept([
							{ origin: "remote", splices: [{ at: action.at % (authority.text.length + 1), remove: 0, insert: action.insert }] },
						]);
					} else if (action.do === "undo" && editor !== undefined) {
						undo({ state: editor.state, dispatch: (transaction) => editor.apply(transaction) });
					}
					await settle();
				}
				authority.manual = false;
				for (let round = 0; round < 50; round++) {
					while (authority.pendingCount > 0) {
						authority.release(0);
						await settle();
					}
					await Promise.all(editors.map((editor) => editor.sync.flush()));
					if (editors.every((editor) => !editor.sync.hasUnsent())) break;
				}
				await Promise.all(flushes);
				for (const editor of editors) {
					expect(editor.text).toBe(authority.text);
					editor.sync.close();
				}
			}),
			{ numRuns: 60 },
		);
	}, 60_000);

	it("undo takes back one's own words only", async () => {
		const authority = new Authority("shared ");
		const ana = new Editor("ana", authority);
		const ben = new Editor("ben", authority);
		ana.edit({ changes: { from: 7, insert: "ana" } });
		await ana.sync.flush();
		ben.edit({ changes: { from: 0, insert: "ben " } });
		await ben.sync.flush();
		await settle();
		undo({ state: ana.state, dispatch: (transaction) => ana.apply(transaction) });
		await ana.sync.flush();
		await settle();
		expect(authority.text).toBe("ben shared ");
		expect(ben.text).toBe("ben shared ");
	});
});

describe("when saving fails", () => {
	it("the words stay in the window, the person is told, and they are saved once there is room", async () => {
		const authority = new Authority("");
		const editor = new Editor("ana", authority);
		authority.failWith = "disk-full";
		editor.edit({ changes: { from: 0, insert: "precious" } });
		expect(await editor.sync.flush()).toBe(false);
		expect(editor.text).toBe("precious");
		expect(editor.sync.currentStatus()).toEqual({ is: "failing", code: "disk-full" });
		editor.edit({ changes: { from: 8, insert: " words" } });
		authority.failWith = null;
		await vi.waitFor(() => expect(authority.text).toBe("precious words"));
		await vi.waitFor(() => expect(editor.sync.currentStatus()).toEqual({ is: "saved" }));
		editor.sync.close();
	});

	it.each([true, false])(
		"an engine that stopped in the middle of saving loses nothing and doubles nothing (it had saved: %s)",
		async (had) => {
			const authority = new Authority("start ");
			let next = authority;
			const editor = new Editor("ana", authority, async () => next.open());
			authority.failWith = "engine-stopped";
			authority.acceptsBeforeFailing = had;
			editor.edit({ changes: { from: 6, insert: "first " } });
			await editor.sync.flush();
			editor.edit({ changes: { from: 12, insert: "second" } });
			next = new Authority(authority.text, 40);
			await vi.waitFor(() => expect(next.text).toBe("start first second"));
			expect(editor.text).toBe("start first second");
			await vi.waitFor(() => expect(sendableUpdates(editor.state)).toHaveLength(0));
			editor.edit({ changes: { from: 0, insert: "> " } });
			await editor.sync.flush();
			expect(next.text).toBe("> start first second");
			editor.sync.close();
		},
	);

	it("stops trying when the page was erased, and says so", async () => {
		const authority = new Authority("");
		const editor = new Editor("ana", authority);
		authority.failWith = "not-found";
		editor.edit({ changes: { from: 0, insert: "x" } });
		await editor.sync.flush();
		expect(editor.sync.currentStatus()).toEqual({ is: "ended", code: "not-found" });
		expect(editor.text).toBe("x");
	});
});

describe("when edits go out", () => {
	it("a pause sends them in one batch", async () => {
		const authority = new Authority("");
		const editor = new Editor("ana", authority);
		for (const letter of "quick") editor.edit({ changes: { from: editor.state.doc.length, insert: letter } });
		expect(authority.text).toBe("");
		await vi.waitFor(() => expect(authority.text).toBe("quick"));
		editor.sync.close();
	});

	it("marks what others wrote as remote, so that it is no edit of this person's", async () => {
		const authority = new Authority("a");
		const editor = new Editor("ana", authority);
		authority.accept([{ origin: "remote", splices: [{ at: 1, remove: 0, insert: "b" }] }]);
		expect(editor.text).toBe("ab");
		expect(sendableUpdates(editor.state)).toHaveLength(0);
		expect(editor.statuses).toEqual([]);
		editor.sync.close();
	});
});
