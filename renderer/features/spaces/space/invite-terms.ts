/** How long an invitation may be good, and for how many. */
export const DAY = 86_400_000;
/** Days until it ends; 0: never. */
export const ENDS = [1, 7, 30, 0] as const;
/** How many may use it; 0: any number. */
export const USES = [1, 5, 25, 0] as const;

/** The end of an invitation that is made now; 0: none. */
export function endAfter(days: number): number {
	return days === 0 ? 0 : Date.now() + days * DAY;
}
