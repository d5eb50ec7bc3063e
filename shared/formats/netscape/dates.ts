/** How bookmark files write dates: seconds since 1970, or milliseconds, microseconds, nanoseconds, or words. */

export interface ReadDate {
	/** Milliseconds since 1970. */
	readonly time: number;
	/** True when what was written made no sense and `time` is only the time of the import. */
	readonly guessed: boolean;
}

/** No bookmark is older than the web. */
const EARLIEST = Date.UTC(1990, 0, 1);
const DAY = 86_400_000;
/** Chromium counts microseconds since 1601. */
const SINCE_1601 = 11_644_473_600_000;

/** The date in an `ADD_DATE`; null where none is given. */
export function readDate(written: string | undefined, now: number): ReadDate | null {
	const text = written?.trim() ?? "";
	if (text === "" || /^0+$/.test(text)) return null;
	const time = /^\d{1,20}(?:\.\d+)?$/.test(text) ? fromNumber(Number(text)) : fromWords(text);
	const sound = Number.isFinite(time) && time >= EARLIEST && time <= now + DAY;
	return sound ? { time: Math.floor(time), guessed: false } : { time: now, guessed: true };
}

function fromNumber(value: number): number {
	if (value < 1e11) return value * 1000;
	if (value < 1e14) return value;
	if (value < 1e16) return value / 1000;
	if (value < 1e17) return value / 1000 - SINCE_1601;
	return value / 1e6;
}

const MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];

/** `2020-06-06T15:50:59Z` and `10/Oct/2000:13:55:36 +0300`. */
function fromWords(text: string): number {
	if (/^\d{4}-\d{2}-\d{2}/.test(text)) return Date.parse(text);
	const log = /^(\d{1,2})\/([a-z]{3})\/(\d{4}):(\d{2}):(\d{2}):(\d{2})(?: ([+-])(\d{2})(\d{2}))?$/i.exec(text);
	if (log === null) return Number.NaN;
	const [, day, month, year, hour, minute, second, sign, zoneHours, zoneMinutes] = log;
	const monthNumber = MONTHS.indexOf((month ?? "").toLowerCase());
	if (monthNumber === -1) return Number.NaN;
	const zone = (Number(zoneHours ?? 0) * 60 + Number(zoneMinutes ?? 0)) * 60_000 * (sign === "-" ? -1 : 1);
	return Date.UTC(Number(year), monthNumber, Number(day), Number(hour), Number(minute), Number(second)) - zone;
}
