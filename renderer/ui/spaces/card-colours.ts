/** Colours of people: the few to choose from, and what can be read on any that others chose. */

/** To choose from. White letters can be read on each. */
export const CARD_COLOURS = ["#a5622f", "#2b5c8c", "#2f7250", "#7a4f9a", "#a93f35", "#1f6b74", "#7c5a13", "#5a5f6a"] as const;

const WHITE = "#ffffff";
const INK = "#22252b";

/** The colour where it is one; the first of ours for anything else that somebody may have written. */
export function safeColour(colour: string): string {
	return /^#[0-9a-f]{6}$/i.test(colour) ? colour : CARD_COLOURS[0];
}

/** The relative luminance of WCAG. */
function luminance(hex: string): number {
	const channel = (at: number): number => {
		const value = Number.parseInt(hex.slice(at, at + 2), 16) / 255;
		return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
	};
	return 0.2126 * channel(1) + 0.7152 * channel(3) + 0.0722 * channel(5);
}

/** How well two colours stand out against each other, from 1 to 21, as WCAG counts it. */
export function contrastOf(a: string, b: string): number {
	const [high = 0, low = 0] = [luminance(a), luminance(b)].sort((x, y) => y - x);
	return (high + 0.05) / (low + 0.05);
}

/** White or ink: what can be read better on a colour. */
export function inkOn(colour: string): string {
	return contrastOf(colour, WHITE) >= contrastOf(colour, INK) ? WHITE : INK;
}
