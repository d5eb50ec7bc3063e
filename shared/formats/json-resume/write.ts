/** From a CV to JSON Resume. Its schema allows further keys, so all that a CV says can be written; what was kept on import comes back. */
import type { ReportBuilder } from "../report-builder";
import { asObject, type Resume } from "../resume/resume";
import { LISTS, LOCATION, OWN_LISTS } from "./schema-names";

/** What was kept gives way to what the CV says in the same place; the report names it. */
export function writeJsonResume(resume: Resume, report: ReportBuilder): Readonly<Record<string, unknown>> {
	const { basics: keptBasics, ...kept } = asObject(resume.extra.jsonResume);
	const file: Record<string, unknown> = { ...kept };
	const basics = writeBasics(resume, keptBasics, report);
	if (basics !== undefined) file.basics = basics;
	for (const section of [...LISTS, ...OWN_LISTS]) {
		const entries = entriesIn(resume, section);
		if (entries.length === 0) continue;
		if (section in kept) report.skipped("kept-beside", section);
		file[section] = entries;
	}
	return file;
}

function writeBasics({ basics, ...resume }: Resume, kept: unknown, report: ReportBuilder): unknown {
	const profiles = entriesIn({ basics, ...resume }, "profiles");
	if (kept !== undefined && !isObject(kept)) {
		if (Object.keys(basics).length === 0 && profiles.length === 0) return kept;
		report.skipped("kept-beside", "basics");
	}
	const { location: keptPlace, ...others } = asObject(kept);
	const written: Record<string, unknown> = { ...others };
	const place: Record<string, unknown> = { ...asObject(keptPlace) };
	for (const [field, value] of Object.entries(basics)) (LOCATION.includes(field) ? place : written)[field] = value;
	if (Object.keys(place).length > 0) {
		if (keptPlace !== undefined && !isObject(keptPlace)) report.skipped("kept-beside", "basics · location");
		written.location = place;
	} else if (keptPlace !== undefined) written.location = keptPlace;
	if (profiles.length > 0) {
		if (others.profiles !== undefined) report.skipped("kept-beside", "basics · profiles");
		written.profiles = profiles;
	}
	return Object.keys(written).length === 0 && kept === undefined ? undefined : written;
}

function entriesIn(resume: Resume, section: string): readonly unknown[] {
	return resume.entries.filter((entry) => entry.section === section).map(({ fields, extra }) => ({ ...asObject(extra), ...fields }));
}

function isObject(value: unknown): boolean {
	return typeof value === "object" && value !== null && !Array.isArray(value);
}
