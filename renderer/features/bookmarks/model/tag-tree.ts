/** Tags with those nested in them (`tools/hand`), for choosing among them. */

export interface TagCount {
	readonly tag: string;
	readonly count: number;
}

export interface TagLine extends TagCount {
	/** The last part of the tag. */
	readonly name: string;
	/** 0 at the top. */
	readonly depth: number;
}

/**
 * Tags in the order of a tree: each followed by what is nested in it, a parent that is no tag itself included
 * with a count of 0.
 */
export function tagLines(tags: readonly TagCount[]): readonly TagLine[] {
	const counts = new Map<string, number>();
	for (const { tag, count } of tags) {
		counts.set(tag, count);
		for (let at = tag.lastIndexOf("/"); at > 0; at = tag.lastIndexOf("/", at - 1)) {
			const parent = tag.slice(0, at);
			if (!counts.has(parent)) counts.set(parent, 0);
		}
	}
	return [...counts]
		.map(([tag, count]) => ({ tag, count, parts: tag.split("/") }))
		.sort((a, b) => compareParts(a.parts, b.parts))
		.map(({ tag, count, parts }) => ({ tag, count, name: parts.at(-1) ?? tag, depth: parts.length - 1 }));
}

/** The lines that match what was typed, with the parents that lead to them. */
export function matchingLines(lines: readonly TagLine[], typed: string): readonly TagLine[] {
	const wanted = typed.trim().toLocaleLowerCase();
	if (wanted === "") return lines;
	const hits = lines.filter((line) => line.tag.toLocaleLowerCase().includes(wanted)).map((line) => line.tag);
	return lines.filter((line) => hits.some((hit) => hit === line.tag || hit.startsWith(`${line.tag}/`)));
}

function compareParts(a: readonly string[], b: readonly string[]): number {
	for (let index = 0; index < Math.min(a.length, b.length); index++) {
		const order = (a[index] ?? "").localeCompare(b[index] ?? "");
		if (order !== 0) return order;
	}
	return a.length - b.length;
}
