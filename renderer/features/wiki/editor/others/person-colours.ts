/** The colour of a person as it can be seen on paper, light and dark, whatever they chose. */
import { contrastOf, safeColour } from "../../../../ui/spaces/card-colours";

/** The papers that a caret stands on (tokens.css). */
const PAPERS = { light: "#fbf9f4", dark: "#17181b" } as const;
/** What WCAG asks of a sign that is not text. */
const STANDS_OUT = 3;
const STEPS = 20;

export interface PersonColours {
	readonly light: string;
	readonly dark: string;
	/** What can be read on each of them. */
	readonly onLight: string;
	readonly onDark: string;
}

function mixed(colour: string, other: string, part: number): string {
	const channel = (at: number): string => {
		const [own, towards] = [colour, other].map((hex) => Number.parseInt(hex.slice(at, at + 2), 16));
		return Math.round((own ?? 0) * (1 - part) + (towards ?? 0) * part)
			.toString(16)
			.padStart(2, "0");
	};
	return `#${channel(1)}${channel(3)}${channel(5)}`;
}

/** The colour itself where it stands out; otherwise as little lighter or darker as it must be. */
function standingOut(colour: string, paper: string, towards: string): string {
	for (let step = 0; step < STEPS; step++) {
		const tried = mixed(colour, towards, step / STEPS);
		if (contrastOf(tried, paper) >= STANDS_OUT) return tried;
	}
	return towards;
}

/** Black or white: one of them can always be read at 4.5:1. */
const inkFor = (colour: string): string => (contrastOf(colour, "#ffffff") >= contrastOf(colour, "#000000") ? "#ffffff" : "#000000");

export function personColours(chosen: string): PersonColours {
	const colour = safeColour(chosen);
	const light = standingOut(colour, PAPERS.light, "#000000");
	const dark = standingOut(colour, PAPERS.dark, "#ffffff");
	return { light, dark, onLight: inkFor(light), onDark: inkFor(dark) };
}
