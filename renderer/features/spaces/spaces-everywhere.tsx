/** What can be called from anywhere: loaded when the first dialog is opened. */
import { lazy, type ReactNode, Suspense } from "react";
import { useFocusBack } from "../../ui/focus-back";
import { useSpaceRequest } from "../../ui/spaces/ask";

const Dialogs = lazy(() => import("./dialogs/dialog-host").then(({ DialogHost }) => ({ default: DialogHost })));

export function SpacesEverywhere(): ReactNode {
	const open = useSpaceRequest(({ request }) => request.is !== "none");
	useFocusBack(open);
	return open ? (
		<Suspense fallback={null}>
			<Dialogs />
		</Suspense>
	) : null;
}
