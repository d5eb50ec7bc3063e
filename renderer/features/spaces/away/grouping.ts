/** What others changed, put in order: by space, and in each by who it was. What wants a look comes first. Pure. */
import type { AwayChange } from "../../../engine/spaces-contract";

/** Spaces in the order of their newest change. */
export function bySpace(changes: readonly AwayChange[]): readonly (readonly [string, readonly AwayChange[]])[] {
	const spaces = new Map<string, AwayChange[]>();
	for (const change of [...changes].sort((a, b) => b.time - a.time)) {
		const before = spaces.get(change.space);
		if (before === undefined) spaces.set(change.space, [change]);
		else before.push(change);
	}
	return [...spaces];
}

export interface ByPerson {
	readonly key: string;
	readonly by: AwayChange["by"];
	readonly changes: readonly AwayChange[];
}

/** Items that the same people changed stand together; those with overlapping edits before the others. */
export function byPerson(changes: readonly AwayChange[]): readonly ByPerson[] {
	const groups = new Map<string, { by: AwayChange["by"]; changes: AwayChange[] }>();
	for (const change of changes) {
		const key = change.by.map(({ person }) => person).join(" ");
		const before = groups.get(key);
		if (before === undefined) groups.set(key, { by: change.by, changes: [change] });
		else before.changes.push(change);
	}
	return [...groups].map(([key, { by, changes: theirs }]) => ({
		key,
		by,
		changes: [...theirs].sort((a, b) => Number(b.overlaps.length > 0) - Number(a.overlaps.length > 0) || b.time - a.time),
	}));
}
