/** From a legacy Europass CV to ours. What has no field with us is kept beside it, path by path. */
import { LONGEST_CV_VALUE } from "../../model/cv";
import { isCvDate } from "../../model/cv/dates";
import type { ReportBuilder } from "../report-builder";
import type { Resume, ResumeEntry } from "../resume/resume";
import { BASICS, type Names, PLACES, type Place } from "./names";
import { allAt, leftOver, type Tree, takeText } from "./tree";

/** Whether this tree is a legacy Europass document. */
export function isLegacyEuropass(top: Tree): boolean {
	return allAt(top, "SkillsPassport.LearnerInfo").length > 0;
}

export function readLegacyEuropass(top: Tree, report: ReportBuilder): Resume {
	const [info] = allAt(top, "SkillsPassport.LearnerInfo");
	if (info === undefined) return { basics: {}, entries: [], extra: {} };
	const basics = takeAll(info, BASICS, report);
	const name = [basics.givenName, basics.familyName].filter((part) => part !== undefined).join(" ");
	if (name !== "") basics.name = name;
	const birth = takeDate(info, "Identification.Demographics.Birthdate", "birthDate", report);
	if (birth !== "") basics.birthDate = birth;
	const entries = PLACES.flatMap((place) => allAt(info, place.path).flatMap((found) => readEntry(found, place, report)));
	const [phone, url] = ["telephone", "website"].map((kind) => entries.find(({ fields }) => fields.kind === kind)?.fields.value);
	if (typeof phone === "string") basics.phone = phone;
	if (typeof url === "string") basics.url = url;
	const left = leftOver(top);
	for (const [path] of left.filter(([at]) => at.startsWith("SkillsPassport.LearnerInfo."))) report.changed("kept-beside", path);
	return { basics, entries, extra: left.length === 0 ? {} : { europass: left } };
}

function readEntry(found: Tree, place: Place, report: ReportBuilder): readonly ResumeEntry[] {
	const fields = takeAll(found, place.names, report);
	if (place.period === true) {
		for (const [path, field] of [
			["Period.From", "startDate"],
			["Period.To", "endDate"],
		] as const) {
			const date = takeDate(found, path, field, report);
			if (date !== "") fields[field] = date;
		}
		const current = takeText(found, "Period.Current");
		if (current !== "") fields.current = current;
	}
	if (Object.keys(fields).length === 0) return [];
	if (place.mark !== undefined) fields[place.mark[0]] = place.mark[1];
	return [{ section: place.section, fields, extra: null }];
}

function takeAll(from: Tree, names: Names, report: ReportBuilder): Record<string, string> {
	const fields: Record<string, string> = {};
	for (const [path, field] of names) {
		const text = takeText(from, path);
		if (text.length > LONGEST_CV_VALUE) report.changed("truncated-file", path, `${text.length}`);
		if (text !== "") fields[field] = text.slice(0, LONGEST_CV_VALUE);
	}
	return fields;
}

/** Europass writes `--10` for a month and `---10` for a day in XML, numbers in JSON. "" where there is none or no such day. */
function takeDate(from: Tree, path: string, field: string, report: ReportBuilder): string {
	const parts = ["Year", "Month", "Day"].map((part) => takeText(from, `${path}.${part}`).replace(/^-+/, ""));
	const written = parts.filter((part) => part !== "").join("-");
	const date = parts
		.filter((part) => part !== "")
		.map((part, index) => (index === 0 ? part : part.padStart(2, "0")))
		.join("-");
	if (date === "" || isCvDate(date)) return date;
	report.changed("impossible-date", field, written);
	return "";
}
