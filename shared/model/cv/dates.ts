/** Dates as a CV writes them: only as exact as somebody remembers. */

const DATE = /^(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?$/;

/** Whether this is `YYYY`, `YYYY-MM` or `YYYY-MM-DD` between 1000 and 2999, and a day that the calendar has. */
export function isCvDate(written: string): boolean {
	const [, year, month, day] = DATE.exec(written) ?? [];
	if (year === undefined || Number(year) < 1000 || Number(year) > 2999) return false;
	if (month === undefined) return true;
	if (Number(month) < 1 || Number(month) > 12) return false;
	return day === undefined || (Number(day) >= 1 && Number(day) <= daysIn(Number(year), Number(month)));
}

function daysIn(year: number, month: number): number {
	return new Date(Date.UTC(year, month, 0)).getUTCDate();
}
