/** What the wiki does as long as the window is open, whichever screen is shown. */
import type { ReactNode } from "react";
import { Closing } from "./closing/closing";
import { WikiErrands } from "./wiki-errands";

export function WikiEverywhere(): ReactNode {
	return (
		<>
			<WikiErrands />
			<Closing />
		</>
	);
}
