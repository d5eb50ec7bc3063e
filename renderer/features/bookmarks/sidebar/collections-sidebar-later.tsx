/** The sidebar, loaded when it is first shown. */
import { lazy, type ReactNode, Suspense } from "react";

const Loaded = lazy(() => import("./collections-sidebar").then(({ CollectionsSidebar }) => ({ default: CollectionsSidebar })));

export function CollectionsSidebarLater(): ReactNode {
	return (
		<Suspense fallback={null}>
			<Loaded />
		</Suspense>
	);
}
