/** What one CV of the book can hold; a file that says more is refused or named in the report, never taken by halves in silence. */
import { MOST_CV_VALUES } from "../../model/cv";
import type { ReportBuilder } from "../report-builder";
import type { Resume, ResumeEntry } from "./resume";
import { DEEPEST_RESUME, UnreadableResume } from "./unreadable";

const LONGEST_EXTRA = 1_000_000;
const LONGEST_ENTRY_EXTRA = 100_000;

export function withinLimits(resume: Resume, report: ReportBuilder): Resume {
	// Two values of an entry say where it stands.
	const values = resume.entries.reduce((sum, { fields, extra }) => sum + Object.keys(fields).length + (extra === null ? 2 : 3), 0);
	if (values > MOST_CV_VALUES) throw new UnreadableResume("too-many");
	const entries = resume.entries.map((entry): ResumeEntry => {
		if (!isTooLong(entry.extra, LONGEST_ENTRY_EXTRA)) return entry;
		report.skipped("file-too-large", entry.section);
		return { ...entry, extra: null };
	});
	if (!isTooLong(resume.extra, LONGEST_EXTRA)) return { ...resume, entries };
	report.skipped("file-too-large", Object.keys(resume.extra).join(", "));
	return { ...resume, entries, extra: {} };
}

function isTooLong(extra: unknown, most: number): boolean {
	if (depthOf(extra) > DEEPEST_RESUME) throw new UnreadableResume("too-deep");
	return JSON.stringify(extra).length > most;
}

function depthOf(value: unknown): number {
	let layer: readonly unknown[] = [value];
	for (let depth = 0; depth <= DEEPEST_RESUME; depth++) {
		layer = layer.flatMap((one) => (typeof one === "object" && one !== null ? Object.values(one) : []));
		if (layer.length === 0) return depth;
	}
	return DEEPEST_RESUME + 1;
}
