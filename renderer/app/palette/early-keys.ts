/** What is typed right after Ctrl+K, before the palette's box has the focus, belongs in the box and nowhere else. */
import { useEffect } from "react";
import { closePalette, useFrame } from "../../ui/frame-state";

/** How the box is told from all else that may have the focus. */
export const PALETTE_BOX = "palette-box";

export function usePaletteKeys(): void {
	const open = useFrame((state) => state.palette.open);
	useEffect(() => {
		if (!open) return;
		const onKey = (event: KeyboardEvent): void => {
			if (document.activeElement?.id === PALETTE_BOX || event.ctrlKey || event.metaKey || event.altKey) return;
			event.preventDefault();
			event.stopPropagation();
			if (event.key === "Escape") closePalette();
			else if (event.key.length === 1) useFrame.setState(({ palette }) => ({ palette: { ...palette, text: palette.text + event.key } }));
		};
		window.addEventListener("keydown", onKey, { capture: true });
		return () => window.removeEventListener("keydown", onKey, { capture: true });
	}, [open]);
}
