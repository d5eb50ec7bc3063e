/** Technical words about an error, for a report: kind, message, and where it came from. */
export function describeError(error: unknown): string {
	if (!(error instanceof Error)) return String(error);
	return `${error.name}: ${error.message}\n${error.stack ?? ""}`.slice(0, 4000);
}
