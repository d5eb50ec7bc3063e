/** The value that `part` of the figures do not exceed (0.5: the median, 0.95: p95). NaN when there are none. */
export function rank(figures: readonly number[], part: number): number {
	const sorted = [...figures].sort((a, b) => a - b);
	return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))] ?? Number.NaN;
}

export const median = (figures: readonly number[]): number => rank(figures, 0.5);

/** Three significant digits: more would pretend to a precision that a shared machine does not have. */
export function rounded(figure: number): number {
	return Number(figure.toPrecision(3));
}
