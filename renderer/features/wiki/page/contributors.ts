/** From authored spans to people, their shares and their colours. Pure. */
import type { AuthoredSpan } from "../../../engine/contract";
import type { ShownSpan } from "../editor/authorship/authored-spans";

export interface Contributor {
	readonly author: string;
	readonly name: string;
	/** Between 0 and 1. */
	readonly share: number;
	/** When they last wrote something that still stands. */
	readonly last: number;
	/** 0 for who wrote most. */
	readonly colour: number;
}

/** Whoever wrote most comes first. */
export function contributorsOf(spans: readonly AuthoredSpan[], nameOf: (author: string) => string): readonly Contributor[] {
	const totals = new Map<string, { length: number; last: number }>();
	let all = 0;
	for (const { from, to, author, time } of spans) {
		const total = totals.get(author) ?? { length: 0, last: 0 };
		total.length += to - from;
		total.last = Math.max(total.last, time);
		totals.set(author, total);
		all += to - from;
	}
	return [...totals]
		.sort(([, a], [, b]) => b.length - a.length)
		.map(([author, { length, last }], colour) => {
			return { author, name: nameOf(author), share: all === 0 ? 0 : length / all, last, colour };
		});
}

/** The spans as they are shown over the text. */
export function shownSpans(
	spans: readonly AuthoredSpan[],
	contributors: readonly Contributor[],
	label: (name: string, time: number) => string,
): ShownSpan[] {
	const people = new Map(contributors.map((person) => [person.author, person]));
	return spans.flatMap(({ from, to, author, time }) => {
		const person = people.get(author);
		return person === undefined ? [] : [{ from, to, colour: person.colour, label: label(person.name, time) }];
	});
}
