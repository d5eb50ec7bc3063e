/** What a CV can say: the union of JSON Resume and Europass. Names are those of JSON Resume where it has one. */

/** "text" is a string, "list" a list of strings, "date" is `YYYY[-MM[-DD]]` or "". */
export type CvFieldType = "text" | "list" | "date";

type FieldTypes = Readonly<Record<string, CvFieldType>>;

function texts(...names: readonly string[]): FieldTypes {
	return Object.fromEntries(names.map((name) => [name, "text"]));
}

/** What stands at the top of a CV, once. */
export const CV_BASICS: FieldTypes = {
	...texts("name", "givenName", "familyName", "label", "labelCode", "labelType", "labelTypeCode", "image", "email", "phone", "url"),
	...texts("summary", "address", "addressMore", "postalCode", "city", "region", "country", "countryCode", "gender", "genderCode"),
	birthDate: "date",
};

const PERIOD: FieldTypes = { startDate: "date", endDate: "date", ...texts("current") };
const PLACE: FieldTypes = texts("address", "addressMore", "postalCode", "city", "country", "countryCode");

/** The fields that entries of a section have. Beside these every entry may have `extra`: JSON of what another format said and we have no field for. */
export const CV_SECTIONS = {
	profiles: texts("network", "networkCode", "username", "url"),
	contacts: texts("kind", "value", "use", "useCode"),
	nationalities: texts("name", "code"),
	work: {
		...texts("name", "position", "positionCode", "location", "description", "url", "summary", "sector", "sectorCode", "department"),
		...PLACE,
		...PERIOD,
		highlights: "list",
	},
	volunteer: { ...texts("organization", "position", "url", "summary"), ...PERIOD, highlights: "list" },
	education: {
		...texts("institution", "url", "area", "areaCode", "studyType", "score", "summary", "level", "levelCode"),
		...PLACE,
		...PERIOD,
		courses: "list",
	},
	awards: { ...texts("title", "titleCode", "awarder", "summary"), date: "date" },
	certificates: { ...texts("name", "url", "issuer"), date: "date" },
	publications: { ...texts("name", "publisher", "url", "summary"), releaseDate: "date" },
	/** `kind`: "" or communication, organisational, job-related, digital, driving, other. */
	skills: {
		...texts("name", "level", "kind", "summary", "information", "communication", "content", "safety", "solving"),
		keywords: "list",
	},
	/** The five CEFR levels (A1 to C2) stand beside the words of `fluency`. */
	languages: texts("language", "languageCode", "fluency", "mother", "listening", "reading", "interaction", "production", "writing"),
	interests: { ...texts("name"), keywords: "list" },
	references: texts("name", "reference"),
	projects: { ...texts("name", "description", "url", "entity", "type"), ...PERIOD, highlights: "list", keywords: "list", roles: "list" },
} as const satisfies Readonly<Record<string, FieldTypes>>;

export type CvSection = keyof typeof CV_SECTIONS;

export const cvSections = Object.keys(CV_SECTIONS) as readonly CvSection[];

export function isCvSection(name: string): name is CvSection {
	return Object.hasOwn(CV_SECTIONS, name);
}

/** What a field of a section holds; null where the section has no such field. */
export function cvFieldType(section: CvSection, field: string): CvFieldType | null {
	const fields: FieldTypes = CV_SECTIONS[section];
	if (field === "extra") return "text";
	return Object.hasOwn(fields, field) ? (fields[field] ?? null) : null;
}

/** What a field at the top holds; null where there is no such field. */
export function cvBasicType(field: string): CvFieldType | null {
	return Object.hasOwn(CV_BASICS, field) ? (CV_BASICS[field] ?? null) : null;
}
