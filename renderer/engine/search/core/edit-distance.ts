/**
 * How many letters must be inserted, removed, replaced or swapped with their neighbour to get from `word` to the
 * `length` letters at `start` (optimal string alignment); anything above `reach` comes back as `reach + 1`.
 */
export function editDistance(word: string, letters: Uint16Array, start: number, length: number, reach: number): number {
	if (Math.abs(word.length - length) > reach) return reach + 1;
	let beforeLast: number[] = [];
	let last = Array.from({ length: length + 1 }, (_, column) => column);
	for (let row = 1; row <= word.length; row += 1) {
		const current = [row];
		let least = row;
		const letter = word.charCodeAt(row - 1);
		for (let column = 1; column <= length; column += 1) {
			const other = letters[start + column - 1];
			let cost = Math.min((last[column] ?? 0) + 1, (current[column - 1] ?? 0) + 1, (last[column - 1] ?? 0) + (letter === other ? 0 : 1));
			const swapped = row > 1 && column > 1 && letter === letters[start + column - 2] && word.charCodeAt(row - 2) === other;
			if (swapped) cost = Math.min(cost, (beforeLast[column - 2] ?? 0) + 1);
			current.push(cost);
			if (cost < least) least = cost;
		}
		if (least > reach) return reach + 1;
		beforeLast = last;
		last = current;
	}
	return Math.min(last[length] ?? 0, reach + 1);
}
