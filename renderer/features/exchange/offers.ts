/** What was dropped, opened with the app, or asked for elsewhere, and waits for the exchange screen. View state only. */
import { create } from "zustand";
import type { PickedSource } from "../../../shared/host";
import { useNavigation } from "../../ui/navigation";

export type Errand = "import-vault" | "import-bookmarks" | "export-vault" | "export-bookmarks" | "backup" | "restore";

interface Offers {
	readonly source: PickedSource | null;
	readonly errand: Errand | null;
}

export const useOffers = create<Offers>(() => ({ source: null, errand: null }));

/** Shows a file or folder on the exchange screen, where the person says what it is. */
export function offerSource(source: PickedSource): void {
	useOffers.setState({ source });
	useNavigation.getState().go({ screen: "exchange" });
}

/** Goes to the exchange screen and begins there. */
export function ask(errand: Errand): void {
	useOffers.setState({ errand });
	useNavigation.getState().go({ screen: "exchange" });
}

/** What a file or folder most likely is, by its kind and name. */
export function guessPurpose(source: Pick<PickedSource, "name" | "kind">): "vault" | "bookmarks" | "backup" | "changes" {
	if (source.kind === "folder") return "vault";
	if (/\.commonplace-changes$/i.test(source.name)) return "changes";
	return /\.(html?|json)$/i.test(source.name) ? "bookmarks" : "backup";
}
