/** Sees to it that the window does not close with words that are in it alone, whatever page they were written in. */
import { lazy, type ReactNode, Suspense, useEffect, useMemo, useState } from "react";
import { unsavedTexts } from "../editor/session/open-texts";
import { closingGuard } from "./closing-guard";

const UnsavedDialog = lazy(async () => ({ default: (await import("./unsaved-dialog")).UnsavedDialog }));

const LONGEST_WAIT = 1500;

export function Closing(): ReactNode {
	const [asking, setAsking] = useState(false);
	const guard = useMemo(
		() => closingGuard({ unsaved: unsavedTexts, close: () => window.close(), ask: () => setAsking(true), wait: LONGEST_WAIT }),
		[],
	);
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
