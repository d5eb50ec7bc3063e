/** Sees to it that the window does not close with words that are in it alone, whatever page they were written in. */
import { lazy, type ReactNode, Suspense, useCallback, useEffect, useMemo, useState } from "react";
import { useShell } from "../../../ui/shell-context";
import { unsavedTexts } from "../editor/session/open-texts";
import { closingGuard } from "./closing-guard";

const UnsavedDialog = lazy(async () => ({ default: (await import("./unsaved-dialog")).UnsavedDialog }));

const LONGEST_WAIT = 1500;

export function Closing(): ReactNode {
	const shell = useShell();
	const [asking, setAsking] = useState(false);
	const ask = useCallback(() => {
		shell.holdClosing(true);
		setAsking(true);
	}, [shell]);
	const guard = useMemo(() => closingGuard({ unsaved: unsavedTexts, close: () => window.close(), ask, wait: LONGEST_WAIT }), [ask]);
	useEffect(() => {
		window.addEventListener("beforeunload", guard.beforeUnload);
		return () => window.removeEventListener("beforeunload", guard.beforeUnload);
	}, [guard]);
	if (!asking) return null;
	return (
		<Suspense fallback={null}>
			<UnsavedDialog onStay={() => setAsking(false)} onClose={guard.closeAnyway} />
		</Suspense>
	);
}
