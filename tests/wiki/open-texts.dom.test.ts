import { undo } from "@codemirror/commands";
import { EditorView } from "@codemirror/view";
import { afterEach, describe, expect, it, vi } from "vitest";
import { EngineError, type EngineErrorCode, type TextSession, type TextUpdate } from "../../renderer/engine/contract";
import { closingGuard } from "../../renderer/features/wiki/closing/closing-guard";
import { OpenText } from "../../renderer/features/wiki/editor/session/open-text";
import { flushPage, leaveText, textNow, unsavedTexts, useOpenTexts } from "../../renderer/features/wiki/editor/session/open-texts";

/** The engine's side of one page; `problem` makes saving fail. */
class Saved {
	problem: EngineErrorCode | null = null;
	text = "start";
	private version = 0;
	private readonly listeners = new Set<(version: number, updates: readonly TextUpdate[]) => void>();

	session(): TextSession {
		return {
			text: this.text,
			version: this.version,
			push: async (_version, updates) => {
				if (this.problem !== null) throw new EngineError(this.problem, "no");
				this.accept(updates, false);
				return { outcome: "accepted" };
			},
			onUpdates: (listener) => {
				this.listeners.add(listener);
				return () => this.listeners.delete(listener);
			},
			close: () => {},
		};
	}

	accept(updates: readonly TextUpdate[], tell = true): void {
		for (const { splices } of updates)
			for (const { at, remove, insert } of splices) this.text = this.text.slice(0, at) + insert + this.text.slice(at + remove);
		this.version += updates.length;
		if (tell) for (const listener of this.listeners) listener(this.version, updates);
	}
}

async function open(saved: Saved, page = "p") {
	const text = new OpenText(saved.text, { openSession: async () => saved.session(), engineReady: async () => {} });
	const view = new EditorView({
		state: text.state(),
		dispatchTransactions(transactions, target) {
			target.update(transactions);
			for (const transaction of transactions) text.applied(transaction);
		},
	});
	text.attach(view);
	await text.open();
	useOpenTexts.getState().show(page, text);
	return { text, view, type: (insert: string) => view.dispatch({ changes: { from: view.state.doc.length, insert } }) };
}

const unload = () => ({ preventDefault: vi.fn() });

afterEach(() => {
	const { shown, kept } = useOpenTexts.getState();
	for (const text of [...shown.values(), ...kept.values()]) text.close();
	useOpenTexts.setState({ shown: new Map(), kept: new Map() });
});

describe("what was typed a moment ago", () => {
	it("is saved before a page's text is asked for", async () => {
		const saved = new Saved();
		const { type } = await open(saved);
		type(" typed");
		expect(await textNow({ openText: async () => saved.session() }, "p")).toBe("start typed");
		expect(await flushPage("another")).toBe(true);
	});
});

describe("closing the window", () => {
	const guard = (wait = 50) => {
		const ports = { unsaved: unsavedTexts, close: vi.fn(), ask: vi.fn(), wait };
		return { ...ports, ...closingGuard(ports) };
	};

	it("waits for the words of the page on screen and of those that were left", async () => {
		const [here, left] = [new Saved(), new Saved()];
		left.problem = "disk-full";
		const first = await open(left, "left");
		first.type(" kept");
		void leaveText("left", first.text);
		const second = await open(here, "here");
		second.type(" shown");
		expect(unsavedTexts()).toHaveLength(2);
		left.problem = null;
		const { beforeUnload, close, ask } = guard();
		const event = unload();
		beforeUnload(event);
		expect(event.preventDefault).toHaveBeenCalledOnce();
		await vi.waitFor(() => expect(close).toHaveBeenCalledOnce());
		expect([here.text, left.text]).toEqual(["start shown", "start kept"]);
		expect(ask).not.toHaveBeenCalled();
	});

	it.each(["disk-full", "not-found"] as const)(
		"asks when a page that was left cannot be saved (%s), and closes when told to",
		async (problem) => {
			const saved = new Saved();
			const { text, type } = await open(saved);
			saved.problem = problem;
			type(" precious");
			void leaveText("p", text);
			await vi.waitFor(() => expect(text.currentStatus()).toMatchObject({ code: problem }));
			await new Promise((resolve) => setTimeout(resolve, 20));
			const { beforeUnload, closeAnyway, close, ask } = guard();
			beforeUnload(unload());
			await vi.waitFor(() => expect(ask).toHaveBeenCalledOnce());
			expect(close).not.toHaveBeenCalled();
			expect(unsavedTexts().map((one) => one.written())).toEqual(["start precious"]);
			closeAnyway();
			const event = unload();
			beforeUnload(event);
			expect(close).toHaveBeenCalledOnce();
			expect(event.preventDefault).not.toHaveBeenCalled();
		},
	);

	it("asks also when saving throws or never answers", async () => {
		for (const flush of [() => Promise.reject(new Error("broken")), () => new Promise<boolean>(() => {})]) {
			const ports = { unsaved: () => [{ flush }], close: vi.fn(), ask: vi.fn(), wait: 10 };
			closingGuard(ports).beforeUnload(unload());
			await vi.waitFor(() => expect(ports.ask).toHaveBeenCalledOnce());
			expect(ports.close).not.toHaveBeenCalled();
		}
	});

	it("does not wait when everything is saved", async () => {
		await open(new Saved());
		const event = unload();
		guard().beforeUnload(event);
		expect(event.preventDefault).not.toHaveBeenCalled();
	});
});

describe("a page that goes to the trash while it is open", () => {
	it("takes no more typing, still shows what others write, and is editable when it is taken back", async () => {
		const saved = new Saved();
		const { text, view, type } = await open(saved);
		type(" one");
		await text.flush();
		text.lock(true);
		expect(view.state.readOnly).toBe(true);
		type(" two");
		undo(view);
		expect(text.written()).toBe("start one");
		saved.accept([{ origin: "remote", splices: [{ at: 0, remove: 0, insert: "re" }] }]);
		expect(text.written()).toBe("restart one");
		text.lock(false);
		type(" two");
		await text.flush();
		expect(saved.text).toBe("restart one two");
	});
});
