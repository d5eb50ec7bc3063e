/** The system's "copy", for what has the focus without being marked as text. */
import { useEffect, useRef } from "react";

/** `fill` puts something into the clipboard and says whether it did; otherwise the copy goes its usual way. */
export function useCopy(fill: (clipboard: DataTransfer) => boolean): void {
	const latest = useRef(fill);
	latest.current = fill;
	useEffect(() => {
		// Where no text is marked the event goes to the page's body, whatever has the focus.
		const onCopy = (event: ClipboardEvent): void => {
			if (!event.defaultPrevented && event.clipboardData !== null && latest.current(event.clipboardData)) event.preventDefault();
		};
		document.addEventListener("copy", onCopy);
		return () => document.removeEventListener("copy", onCopy);
	}, []);
}
