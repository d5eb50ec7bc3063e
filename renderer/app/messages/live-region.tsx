/** Where things are said to people who listen instead of look. */
import type { ReactNode } from "react";
import { useFrame } from "../../ui/frame-state";

export function LiveRegion(): ReactNode {
	const announcement = useFrame((state) => state.announcement);
	return (
		<div role="status" aria-live="polite" className="visually-hidden">
			{announcement}
		</div>
	);
}
