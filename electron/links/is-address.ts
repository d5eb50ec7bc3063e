/** Whether the text is an absolute address. (`URL.canParse` is newer than the oldest Node we run on.) */
export function isAddress(text: string): boolean {
	try {
		new URL(text);
		return true;
	} catch {
		return false;
	}
}
