/** One line of a bench's result: what was done, how ours did, and what stood beside it. */
import { rounded } from "./statistics";

export interface Row {
	readonly work: string;
	/** Medians of several runs, in `unit`. */
	readonly ours: number;
	readonly against: number;
	readonly unit: string;
	/** ours / against */
	readonly ratio: number;
	/** What is to be reached, in words; "" when the row is there to explain another one. */
	readonly reach: string;
	readonly better: "lower" | "higher";
}

export interface Figures {
	readonly ours: number;
	readonly against: number;
}

export interface RowWords {
	readonly work: string;
	readonly unit: string;
	readonly reach: string;
	readonly better?: "lower" | "higher";
}

export function makeRow({ work, unit, reach, better = "lower" }: RowWords, { ours, against }: Figures): Row {
	return { work, ours: rounded(ours), against: rounded(against), unit, ratio: rounded(ours / against), reach, better };
}
