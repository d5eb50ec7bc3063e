/** Callouts: quotes that begin with `[!kind]`, as Obsidian writes them. */

export const CALLOUT_COLOURS = ["note", "info", "good", "warn", "bad", "quote", "example"] as const;
export type CalloutColour = (typeof CALLOUT_COLOURS)[number];

const COLOUR_OF: Readonly<Record<string, CalloutColour>> = {
	note: "note",
	abstract: "info",
	summary: "info",
	tldr: "info",
	info: "info",
	todo: "note",
	tip: "good",
	hint: "good",
	important: "info",
	success: "good",
	check: "good",
	done: "good",
	question: "warn",
	help: "warn",
	faq: "warn",
	warning: "warn",
	caution: "warn",
	attention: "warn",
	failure: "bad",
	fail: "bad",
	missing: "bad",
	danger: "bad",
	error: "bad",
	bug: "bad",
	example: "example",
	quote: "quote",
	cite: "quote",
};

export interface CalloutHead {
	/** As written, lower case; a kind that nobody knows looks like a note. */
	readonly kind: string;
	readonly colour: CalloutColour;
	/** Whether it can be folded, and how it begins. */
	readonly fold: "none" | "open" | "closed";
	/** What stands behind `[!kind]`; "" when the kind is its title. */
	readonly title: string;
	/** Characters of the line up to the title. */
	readonly markLength: number;
}

const HEAD = /^\[!([\w-]{1,40})(?:\|[^\]]{0,80})?\]([+-]?)[ \t]*/;

/** Reads the first line of a quote (without its `>`); null when it is not a callout. */
export function readCallout(line: string): CalloutHead | null {
	const match = HEAD.exec(line);
	if (match === null) return null;
	const kind = (match[1] ?? "note").toLowerCase();
	const fold = match[2] === "+" ? "open" : match[2] === "-" ? "closed" : "none";
	return { kind, colour: COLOUR_OF[kind] ?? "note", fold, title: line.slice(match[0].length).trim(), markLength: match[0].length };
}

/** The title of a callout that has none of its own: its kind with a capital. */
export function calloutTitle(head: CalloutHead): string {
	return head.title === "" ? head.kind.charAt(0).toUpperCase() + head.kind.slice(1) : head.title;
}
