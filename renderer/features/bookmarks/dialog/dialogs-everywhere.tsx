/** The dialogs, wherever the person is; loaded when the first one is opened. */
import { lazy, type ReactNode, Suspense } from "react";
import { useFocusBack } from "../../../ui/focus-back";
import { useDialog } from "./dialog-state";

const Loaded = lazy(() => import("./dialog-host").then(({ DialogHost }) => ({ default: DialogHost })));

export function DialogsEverywhere(): ReactNode {
	const open = useDialog(({ dialog }) => dialog.is !== "none");
	useFocusBack(open);
	if (!open) return null;
	return (
		<Suspense fallback={null}>
			<Loaded />
		</Suspense>
	);
}
