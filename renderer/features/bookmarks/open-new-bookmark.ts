/** Starting a new bookmark from anywhere: a menu, the palette, a deep link. */
import { useNavigation } from "../../ui/navigation";
import { useDialog } from "./dialog/dialog-state";

/** Opens the dialog for a new bookmark over whatever is shown; in the collection that is shown when one is. */
export function openNewBookmark(given: { readonly url?: string; readonly title?: string } = {}): void {
	const { route } = useNavigation.getState();
	const collection = route.screen === "bookmarks" ? (route.collection ?? null) : null;
	useDialog.getState().show({ is: "add", url: given.url ?? "", title: given.title ?? "", collection });
}

/** The same with the address that lies in the clipboard. Where it may not be read, the empty dialog waits for a paste. */
export async function openNewBookmarkFromClipboard(): Promise<void> {
	const text = await navigator.clipboard.readText().catch(() => "");
	openNewBookmark({ url: text.trim().slice(0, 16_000) });
}
