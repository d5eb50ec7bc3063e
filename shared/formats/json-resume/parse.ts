/** From the text of a JSON Resume file to a CV. What has no field with us, or another type than it should, is kept as it is. */

import { LONGEST_CV_VALUE } from "../../model/cv";
import { isCvDate } from "../../model/cv/dates";
import { type CvSection, cvBasicType, cvFieldType } from "../../model/cv/sections";
import type { ReportBuilder } from "../report-builder";
import { asObject, type Resume, type ResumeEntry, type ResumeValue } from "../resume/resume";
import { LISTS, LOCATION, OWN_LISTS } from "./schema-names";

type Json = Readonly<Record<string, unknown>>;

/** Whether parsed JSON looks like a JSON Resume. */
export function isJsonResume(value: unknown): boolean {
	const file = asObject(value);
	return typeof file.basics === "object" || LISTS.some((section) => Array.isArray(file[section]));
}

export function readJsonResume(file: Json, report: ReportBuilder): Resume {
	const entries: ResumeEntry[] = [];
	const extra = new Map<string, unknown>();
	const basics = readBasics(file.basics, entries, extra, report);
	for (const [key, value] of Object.entries(file)) {
		if (key === "basics") continue;
		const section = [...LISTS, ...OWN_LISTS].find((name) => name === key);
		if (section === undefined || !isListOfObjects(value)) extra.set(key, value);
		else entries.push(...value.map((entry) => readEntry(section, entry, report)));
	}
	return { basics, entries, extra: extra.size === 0 ? {} : { jsonResume: Object.fromEntries(extra) } };
}

function readBasics(value: unknown, entries: ResumeEntry[], extra: Map<string, unknown>, report: ReportBuilder): Record<string, string> {
	if (value === undefined) return {};
	const { location, profiles, ...others } = asObject(value);
	const basics: Record<string, string> = {};
	const unknown = new Map<string, unknown>();
	const take = (said: Json, isOurs: (key: string) => boolean, left: Map<string, unknown>): void => {
		for (const [key, entry] of Object.entries(said)) {
			if (!isOurs(key) || !isShort(entry)) left.set(key, entry);
			else if (cvBasicType(key) === "date" && entry !== "" && !isCvDate(entry)) report.changed("impossible-date", key, entry);
			else basics[key] = entry;
		}
	};
	take(others, (key) => cvBasicType(key) !== null && !LOCATION.includes(key), unknown);
	const leftOfPlace = new Map<string, unknown>();
	take(asObject(location), (key) => LOCATION.includes(key), leftOfPlace);
	if (location !== undefined && !isObject(location)) unknown.set("location", location);
	else if (isObject(location) && (leftOfPlace.size > 0 || isEmpty(location))) unknown.set("location", Object.fromEntries(leftOfPlace));
	if (isListOfObjects(profiles)) entries.push(...profiles.map((profile) => readEntry("profiles", profile, report)));
	else if (profiles !== undefined) unknown.set("profiles", profiles);
	if (!isObject(value)) extra.set("basics", value);
	else if (unknown.size > 0 || isEmpty(value)) extra.set("basics", Object.fromEntries(unknown));
	return basics;
}

function readEntry(section: CvSection, said: Json, report: ReportBuilder): ResumeEntry {
	const fields: Record<string, ResumeValue> = {};
	const extra = new Map<string, unknown>();
	for (const [key, value] of Object.entries(said)) {
		const type = key === "extra" ? null : cvFieldType(section, key);
		if (type === "list" && isStrings(value)) fields[key] = value;
		else if (type === "date" && isShort(value)) {
			if (value === "" || isCvDate(value)) fields[key] = value;
			else report.changed("impossible-date", `${section} · ${key}`, value);
		} else if (type === "text" && isShort(value)) fields[key] = value;
		else extra.set(key, value);
	}
	return { section, fields, extra: extra.size === 0 ? null : Object.fromEntries(extra) };
}

function isEmpty(value: object): boolean {
	return Object.keys(value).length === 0;
}

/** An empty list is none: it is kept as it is. */
function isListOfObjects(value: unknown): value is readonly Json[] {
	return Array.isArray(value) && value.length > 0 && value.every(isObject);
}

function isObject(value: unknown): value is Json {
	return typeof value === "object" && value !== null && !Array.isArray(value);
}

function isShort(value: unknown): value is string {
	return typeof value === "string" && value.length <= LONGEST_CV_VALUE;
}

function isStrings(value: unknown): value is readonly string[] {
	return Array.isArray(value) && value.every((entry) => typeof entry === "string") && JSON.stringify(value).length <= LONGEST_CV_VALUE;
}
