/** Numbers, dates and sizes as people write them, in the language that is chosen. */
import { useMemo } from "react";
import { useTranslation } from "react-i18next";

export interface Words {
	number(value: number): string;
	/** "3 minutes ago", "yesterday", then the date. `time` in milliseconds. */
	ago(time: number): string;
	/** "24 November 2026". */
	date(time: number): string;
	/** "24 November 2026, 14:05". */
	dateTime(time: number): string;
	/** "Tuesday 24 November". */
	day(time: number): string;
	/** "1.2 MB" of a number of bytes. */
	size(bytes: number): string;
}

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

function makeWords(language: string): Words {
	const number = new Intl.NumberFormat(language);
	const relative = new Intl.RelativeTimeFormat(language, { numeric: "auto" });
	const date = new Intl.DateTimeFormat(language, { day: "numeric", month: "long", year: "numeric" });
	const dateTime = new Intl.DateTimeFormat(language, {
		day: "numeric",
		month: "long",
		year: "numeric",
		hour: "2-digit",
		minute: "2-digit",
	});
	const day = new Intl.DateTimeFormat(language, { weekday: "long", day: "numeric", month: "long" });
	return {
		number: (value) => number.format(value),
		ago: (time) => {
			const since = Date.now() - time;
			if (since < MINUTE) return relative.format(0, "second");
			if (since < HOUR) return relative.format(-Math.floor(since / MINUTE), "minute");
			if (since < DAY) return relative.format(-Math.floor(since / HOUR), "hour");
			if (since < 7 * DAY) return relative.format(-Math.floor(since / DAY), "day");
			return date.format(time);
		},
		date: (time) => date.format(time),
		dateTime: (time) => dateTime.format(time),
		day: (time) => day.format(time),
		size: (bytes) => {
			const units = ["byte", "kilobyte", "megabyte", "gigabyte"] as const;
			const power = bytes < 1 ? 0 : Math.min(units.length - 1, Math.floor(Math.log10(bytes) / 3));
			const format = { style: "unit", unit: units[power] ?? "byte", unitDisplay: "short", maximumFractionDigits: 1 } as const;
			return new Intl.NumberFormat(language, format).format(bytes / 1000 ** power);
		},
	};
}

/** The language with the region that the system has for it: dates are written as the person is used to. */
export function regionOf(language: string, system: readonly string[]): string {
	return system.find((tag) => tag === language || tag.startsWith(`${language}-`)) ?? language;
}

/** Formats in the chosen language. */
export function useWords(): Words {
	const { i18n } = useTranslation();
	return useMemo(() => makeWords(regionOf(i18n.language, navigator.languages)), [i18n.language]);
}
