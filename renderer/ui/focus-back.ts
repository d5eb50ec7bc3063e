/** For dialogs that are drawn only while they are open: after the last one the focus goes back to where it was. */
import { useLayoutEffect } from "react";

/** Where that is gone, to the row that was acted on, or to what the screen is called. */
export function useFocusBack(open: boolean): void {
	useLayoutEffect(() => {
		if (!open) return;
		const before = lasting(document.activeElement);
		return () => {
			// The dialog is still there; it gives its focus away when it is not.
			requestAnimationFrame(() => {
				if (document.activeElement !== document.body && document.activeElement !== null) return;
				const back = before?.isConnected === true && before !== document.body ? before : activeRow();
				back?.focus();
			});
		};
	}, [open]);
}

/** A menu goes away with the choice that was made in it: what opened it stays. */
function lasting(element: Element | null): HTMLElement | null {
	const opener = element?.closest('[role="menu"]')?.getAttribute("aria-labelledby") ?? null;
	const found = opener === null ? element : document.getElementById(opener);
	return found instanceof HTMLElement ? found : null;
}

function activeRow(): HTMLElement | null {
	return document.querySelector<HTMLElement>('main [role="row"][tabindex="0"]') ?? document.querySelector<HTMLElement>("main h1");
}
