/** Putting words into the clipboard. */

/** Copies; resolves with whether it worked. Where the page may not use the clipboard by itself, a copy command does it. */
export async function copyText(text: string): Promise<boolean> {
	try {
		await navigator.clipboard.writeText(text);
		return true;
	} catch {
		return copyByCommand(text);
	}
}

function copyByCommand(text: string): boolean {
	let copied = false;
	const fill = (event: ClipboardEvent): void => {
		event.clipboardData?.setData("text/plain", text);
		event.preventDefault();
		event.stopImmediatePropagation();
		copied = true;
	};
	document.addEventListener("copy", fill, { capture: true });
	document.execCommand("copy");
	document.removeEventListener("copy", fill, { capture: true });
	return copied;
}
