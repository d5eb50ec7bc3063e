/** The dialogs, wherever the person is; loaded when the first one is opened. */
import { lazy, type ReactNode, Suspense, useLayoutEffect } from "react";
import { useDialog } from "./dialog-state";

const Loaded = lazy(() => import("./dialog-host").then(({ DialogHost }) => ({ default: DialogHost })));

export function DialogsEverywhere(): ReactNode {
	const open = useDialog(({ dialog }) => dialog.is !== "none");
	useFocusBack(open);
	if (!open) return null;
	return (
		<Suspense fallback={null}>
			<Loaded />
		</Suspense>
	);
}

/** After the last dialog the focus goes back to where it was; where that is gone (a menu), to the row that was acted on. */
function useFocusBack(open: boolean): void {
	useLayoutEffect(() => {
		if (!open) return;
		const before = document.activeElement;
		return () => {
			// The dialog is still there; it gives its focus away when it is not.
			requestAnimationFrame(() => {
				if (document.activeElement !== document.body && document.activeElement !== null) return;
				const back = before instanceof HTMLElement && before.isConnected && before !== document.body ? before : activeRow();
				back?.focus();
			});
		};
	}, [open]);
}

function activeRow(): HTMLElement | null {
	return document.querySelector<HTMLElement>('main [role="row"][tabindex="0"]') ?? document.querySelector<HTMLElement>("main h1");
}
