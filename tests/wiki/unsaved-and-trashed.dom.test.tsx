import { act, cleanup, render, screen, waitFor } from "@testing-library/react";
import { useRef } from "react";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { TextSession } from "../../renderer/engine/contract";
import type { OpenText } from "../../renderer/features/wiki/editor/session/open-text";
import { useOpenTexts } from "../../renderer/features/wiki/editor/session/open-texts";
import { type EditorHandle, PageText } from "../../renderer/features/wiki/page/page-text";
import { usePageView } from "../../renderer/features/wiki/page/page-view";
import { EngineProvider } from "../../renderer/ui";
import { fakeEngine, fakeRow } from "../ui/fake-engine";
import { openApp } from "../ui/open-app";

afterEach(() => {
	cleanup();
	useOpenTexts.setState({ shown: new Map(), kept: new Map() });
	usePageView.setState({ reading: false });
});

const session = (text: string): TextSession => ({
	text,
	version: 0,
	push: async () => ({ outcome: "accepted" }),
	onUpdates: () => () => {},
	close: () => {},
});

beforeEach(() => {
	// jsdom lays nothing out and is never idle.
	vi.stubGlobal("requestIdleCallback", () => 0);
	vi.stubGlobal("cancelIdleCallback", () => undefined);
	Range.prototype.getClientRects = () => [] as unknown as DOMRectList;
});

describe("closing the window with unsaved words of a page that was left", () => {
	it("asks on any screen, copies the text, and closes only when told to", async () => {
		const close = vi.spyOn(window, "close").mockImplementation(() => {});
		const { user } = await openApp({ route: { screen: "home" } });
		await screen.findByRole("heading", { level: 1 });
		const unsaved = { hasUnsent: () => true, flush: async () => false, written: () => "precious" };
		useOpenTexts.setState({ kept: new Map([["p", unsaved as unknown as OpenText]]) });
		const event = new Event("beforeunload", { cancelable: true });
		window.dispatchEvent(event);
		expect(event.defaultPrevented).toBe(true);
		await user.click(await screen.findByRole("button", { name: "Copy the text" }));
		expect(await navigator.clipboard.readText()).toBe("precious");
		expect(close).not.toHaveBeenCalled();
		await user.click(screen.getByRole("button", { name: "Close anyway" }));
		expect(close).toHaveBeenCalledOnce();
		const again = new Event("beforeunload", { cancelable: true });
		window.dispatchEvent(again);
		expect(again.defaultPrevented).toBe(false);
		close.mockRestore();
	});
});

describe("a page on screen", () => {
	it("stops taking typing when it goes to the trash and takes it again when it is back", async () => {
		const engine = { ...fakeEngine(), openText: async () => session("words") };
		let handle: EditorHandle | null = null;
		const onHandle = (next: EditorHandle | null): void => {
			handle = next;
		};
		const settings = {
			ports: { words: (key: string) => key, resolver: { meaning: () => null, onChange: () => () => {} } },
			label: "Text",
			sanitiser: () => null,
			onOutline: () => {},
			onUpdate: () => {},
		} as unknown as Parameters<typeof PageText>[0]["settings"];
		function Page({ editable }: { readonly editable: boolean }) {
			const scroller = useRef<HTMLDivElement>(null);
			return (
				<EngineProvider engine={engine}>
					<PageText {...{ page: "p", text: "words", settings, scroller, editable, onHandle, onStatus: () => {} }} />
				</EngineProvider>
			);
		}
		const readOnly = (): boolean | undefined => (handle as EditorHandle | null)?.view.state.readOnly;
		const { rerender } = render(<Page editable />);
		await waitFor(() => expect(readOnly()).toBe(false));
		rerender(<Page editable={false} />);
		expect(readOnly()).toBe(true);
		rerender(<Page editable />);
		expect(readOnly()).toBe(false);
	});

	it("sends what was typed before a task is ticked, and ticks by what the line says", async () => {
		const row = fakeRow("page", "Valves");
		const engine = fakeEngine([row]);
		engine.answer({ text: () => "- [ ] seal", backlinks: () => [], mentions: () => [], history: () => [], authorship: () => [] });
		usePageView.setState({ reading: true });
		const order: string[] = [];
		const run = engine.run;
		engine.run = (commands) => {
			order.push("tick");
			return run(commands);
		};
		const { user } = await openApp({ engine, route: { screen: "page", id: row.id } });
		const box = await screen.findByRole("checkbox", { name: "seal" });
		const typed = {
			hasUnsent: () => false,
			flush: async () => {
				order.push("flush");
				return true;
			},
		};
		act(() => useOpenTexts.setState({ kept: new Map([[row.id, typed as unknown as OpenText]]) }));
		await user.click(box);
		await waitFor(() => expect(order).toEqual(["flush", "tick"]));
		expect(engine.ran.at(-1)).toEqual([{ do: "set-task", id: row.id, params: { line: 0, expected: "- [ ] seal", done: true } }]);
	});
});
