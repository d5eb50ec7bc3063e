/** What lies over the page in a narrow window: it takes the focus, Escape closes it, and the focus goes back. */
import { type RefObject, useEffect, useRef } from "react";

/** `first` finds what takes the focus inside the place. */
export function useOverPage(open: boolean, place: RefObject<HTMLElement | null>, first: string, close: () => void): void {
	const latest = useRef(close);
	latest.current = close;
	useEffect(() => {
		if (!open) return;
		const before = document.activeElement;
		place.current?.querySelector<HTMLElement>(first)?.focus();
		const onKey = (event: KeyboardEvent): void => {
			// A dialog or menu above it has the first claim on the key.
			if (event.key !== "Escape" || event.defaultPrevented || document.querySelector("[role=dialog], [role=menu]") !== null) return;
			event.preventDefault();
			latest.current();
		};
		// Captured: a hint that floats over a button would keep the key to itself.
		window.addEventListener("keydown", onKey, { capture: true });
		return () => {
			window.removeEventListener("keydown", onKey, { capture: true });
			if (before instanceof HTMLElement && before.isConnected) before.focus();
		};
	}, [open, place, first]);
}
