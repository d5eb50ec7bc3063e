/** Starting a new bookmark from anywhere: a menu, the palette, a deep link. */
import { useNavigation } from "../../ui/navigation";
import { useDialog } from "./dialog/dialog-state";

export interface GivenBookmark {
	readonly url?: string;
	readonly title?: string;
	/** Says how to paste: a page may not look into the clipboard by itself. */
	readonly toPaste?: boolean;
	/** The space to make it in; otherwise its collection decides, or it is one's own. */
	readonly space?: string;
}

/** Opens the dialog for a new bookmark over whatever is shown; in the collection that is shown when one is. */
export function openNewBookmark({ url = "", title = "", toPaste = false, space }: GivenBookmark = {}): void {
	const { route } = useNavigation.getState();
	const collection = route.screen === "bookmarks" ? (route.collection ?? null) : null;
	useDialog.getState().show({ is: "add", url, title, collection, toPaste, space: space ?? null });
}
