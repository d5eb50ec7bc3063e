/** Which panels have no room beside the page. */
import { useCallback, useSyncExternalStore } from "react";

function useMedia(query: string): boolean {
	return useSyncExternalStore(
		useCallback(
			(notify) => {
				const list = window.matchMedia(query);
				list.addEventListener("change", notify);
				return () => list.removeEventListener("change", notify);
			},
			[query],
		),
		() => window.matchMedia(query).matches,
	);
}

/** Below 1,000 px the right panel is a drawer; below 720 px the left one lies over the page too. */
export function useNarrow(): { readonly left: boolean; readonly right: boolean } {
	return { left: useMedia("(max-width: 719px)"), right: useMedia("(max-width: 999px)") };
}
