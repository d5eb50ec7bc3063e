/** The tree of pages, read when a screen of the wiki is first shown. */
import { lazy, type ReactNode, Suspense } from "react";

const Sidebar = lazy(async () => ({ default: (await import("./page-sidebar")).PageSidebar }));

export function LazyPageSidebar(): ReactNode {
	return (
		<Suspense fallback={null}>
			<Sidebar />
		</Suspense>
	);
}
