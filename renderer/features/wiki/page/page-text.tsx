/** The text of a page on screen: shown at once, editable as soon as its session is open. */
import { EditorView } from "@codemirror/view";
import { type ReactNode, type RefObject, useEffect, useRef } from "react";
import type { Engine } from "../../../engine/contract";
import { useEngine } from "../../../ui";
import { type EditorSettings, pageExtensions } from "../editor/create-editor";
import { OpenText, type OpenTextStatus } from "../editor/session/open-text";
import { leaveText, useOpenTexts } from "../editor/session/open-texts";
import { usePageMemory } from "./page-memory";

/** The editor as the rest of the screen may use it. */
export interface EditorHandle {
	readonly view: EditorView;
	readonly text: OpenText;
}

export interface PageTextProps {
	readonly page: string;
	/** The text as the library knows it; newer ones are shown until the session is open. */
	readonly text: string;
	readonly settings: EditorSettings;
	/** What scrolls: the place in it is remembered. */
	readonly scroller: RefObject<HTMLElement | null>;
	/** False for pages that a newer version wrote and for those in the trash: they are shown, never changed. */
	readonly editable: boolean;
	onHandle(handle: EditorHandle | null): void;
	onStatus(status: OpenTextStatus): void;
}

/** Resolves when the engine can be asked (again). */
function engineReady(engine: Engine): Promise<void> {
	if (engine.state().is === "ready") return Promise.resolve();
	return new Promise((resolve) => {
		const stop = engine.onState((state) => {
			if (state.is !== "ready") return;
			stop();
			resolve();
		});
	});
}

export function PageText(props: PageTextProps): ReactNode {
	const { page, text, scroller, editable } = props;
	const engine = useEngine();
	const host = useRef<HTMLDivElement>(null);
	const open = useRef<OpenText | null>(null);
	const latest = useRef(props);
	latest.current = props;

	useEffect(() => {
		const parent = host.current;
		if (parent === null) return;
		const place = usePageMemory.getState().places.get(page);
		const ports = { openSession: () => engine.openText(page), engineReady: () => engineReady(engine) };
		const openText = useOpenTexts.getState().take(page) ?? new OpenText(latest.current.text, ports, place?.cursor ?? 0);
		open.current = openText;
		useOpenTexts.getState().show(page, openText);
		openText.dress(pageExtensions(latest.current.settings));
		const stopStatus = openText.onStatus((status) => latest.current.onStatus(status));
		const view = new EditorView({
			state: openText.state(),
			parent,
			dispatchTransactions(transactions, target) {
				target.update(transactions);
				for (const transaction of transactions) openText.applied(transaction);
			},
		});
		openText.attach(view);
		openText.lock(!latest.current.editable);
		latest.current.onHandle({ view, text: openText });
		latest.current.onStatus(openText.currentStatus());
		if (place !== undefined && scroller.current !== null) {
			// Once now, and once when the heights of what is on screen are known.
			const { current } = scroller;
			current.scrollTop = place.scroll;
			view.requestMeasure({ read: () => null, write: () => (current.scrollTop = place.scroll) });
		}
		// When the page is left its scroller is gone from the window and knows no place any more.
		let scroll = place?.scroll ?? 0;
		const frameOf = scroller.current;
		const onScroll = (): void => {
			scroll = frameOf?.scrollTop ?? 0;
		};
		frameOf?.addEventListener("scroll", onScroll, { passive: true });
		let stopped = false;
		// The text is painted first; its history may take a while.
		const frame = requestAnimationFrame(() => {
			if (!stopped && latest.current.editable) void openText.open();
		});
		const flush = (): void => void openText.flush();
		const onHidden = (): void => {
			if (document.visibilityState === "hidden") flush();
		};
		view.contentDOM.addEventListener("blur", flush);
		window.addEventListener("blur", flush);
		document.addEventListener("visibilitychange", onHidden);
		return () => {
			stopped = true;
			cancelAnimationFrame(frame);
			frameOf?.removeEventListener("scroll", onScroll);
			window.removeEventListener("blur", flush);
			document.removeEventListener("visibilitychange", onHidden);
			usePageMemory.getState().remember(page, { cursor: view.state.selection.main.head, scroll });
			stopStatus();
			void leaveText(page, openText);
			latest.current.onHandle(null);
			open.current = null;
			view.destroy();
		};
	}, [engine, page, scroller]);

	useEffect(() => open.current?.showText(text), [text]);
	useEffect(() => {
		open.current?.lock(!editable);
		if (editable && open.current?.currentStatus().is === "opening") void open.current.open();
	}, [editable]);
	return <div ref={host} className="wiki-editor" />;
}
