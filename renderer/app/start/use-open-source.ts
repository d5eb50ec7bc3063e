/** A file or folder that was opened with the app or dropped on it. */
import type { PickedSource } from "../../../shared/host";
import { guessPurpose, offerSource } from "../../features/exchange";
import { useImportChanges } from "../../features/spaces";

/** Changes are taken in at once: what they are is plain, and nothing can be lost by it. What anything else is the person says. */
export function useOpenSource(): (source: PickedSource) => void {
	const importChanges = useImportChanges();
	return (source) => {
		if (guessPurpose(source) === "changes") void importChanges(source);
		else offerSource(source);
	};
}
