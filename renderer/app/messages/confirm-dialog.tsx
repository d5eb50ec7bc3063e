/** The question before what cannot be undone. */
import { lazy, type ReactNode, Suspense } from "react";
import { useConfirm } from "../../ui/confirm";
import { useFocusBack } from "../../ui/focus-back";

const ConfirmModal = lazy(() => import("./confirm-modal").then(({ ConfirmModal: component }) => ({ default: component })));

/** Draws nothing, and loads nothing, until something is asked. */
export function ConfirmDialog(): ReactNode {
	const asked = useConfirm((state) => state.question !== null);
	useFocusBack(asked);
	return <Suspense fallback={null}>{asked ? <ConfirmModal /> : null}</Suspense>;
}
