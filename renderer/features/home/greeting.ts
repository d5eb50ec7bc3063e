/** The part of the day for a greeting, by the hour of the local clock. */
export function partOfDay(hour: number): "night" | "morning" | "afternoon" | "evening" {
	if (hour < 5) return "night";
	if (hour < 12) return "morning";
	if (hour < 18) return "afternoon";
	return "evening";
}
