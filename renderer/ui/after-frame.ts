/** A moment when what was drawn is on its way to the screen, so that nothing that waits for it holds it up. */

/**
 * Calls back once, after the next frame was handed over: in a task of its own behind it. In a window that shows nothing
 * no frame comes, and neither does the call. Gives the function that gives it up.
 */
export function afterFrame(perform: () => void): () => void {
	let timer: ReturnType<typeof setTimeout> | null = null;
	const frame = requestAnimationFrame(() => {
		timer = setTimeout(perform, 0);
	});
	return () => {
		cancelAnimationFrame(frame);
		if (timer !== null) clearTimeout(timer);
	};
}
