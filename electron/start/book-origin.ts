/** The interface's origin. */
export const BOOK_ORIGIN = "app://book";
/** The origin of the person's files: never the interface's, so that nothing in a file can act as the interface. */
export const FILES_ORIGIN = "app://files";

/** Whether the address belongs to the interface. */
export function isBookAddress(address: string): boolean {
	return address === BOOK_ORIGIN || address.startsWith(`${BOOK_ORIGIN}/`);
}
