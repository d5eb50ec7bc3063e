/** From a CV to JSON Resume. Its schema allows further keys, so all that a CV says can be written; what was kept on import comes back. */
import { asObject, type Resume } from "../resume/resume";
import { LISTS, LOCATION, OWN_LISTS } from "./schema-names";

export function writeJsonResume(resume: Resume): Readonly<Record<string, unknown>> {
	const { basics: keptBasics, ...kept } = asObject(resume.extra.jsonResume);
	const file: Record<string, unknown> = { ...kept };
	const basics = writeBasics(resume, keptBasics);
	if (basics !== null) file.basics = basics;
	for (const section of [...LISTS, ...OWN_LISTS]) {
		const entries = entriesIn(resume, section);
		if (entries.length > 0) file[section] = entries;
	}
	return file;
}

function writeBasics({ basics, ...resume }: Resume, kept: unknown): unknown {
	if (kept !== undefined && (typeof kept !== "object" || kept === null || Array.isArray(kept))) return kept;
	const { location: keptPlace, ...others } = asObject(kept);
	const written: Record<string, unknown> = { ...others };
	const place: Record<string, unknown> = { ...asObject(keptPlace) };
	for (const [field, value] of Object.entries(basics)) (LOCATION.includes(field) ? place : written)[field] = value;
	if (Object.keys(place).length > 0) written.location = place;
	else if (keptPlace !== undefined) written.location = keptPlace;
	const profiles = entriesIn({ basics, ...resume }, "profiles");
	if (profiles.length > 0) written.profiles = profiles;
	return Object.keys(written).length === 0 && kept === undefined ? null : written;
}

function entriesIn(resume: Resume, section: string): readonly unknown[] {
	return resume.entries.filter((entry) => entry.section === section).map(({ fields, extra }) => ({ ...asObject(extra), ...fields }));
}
