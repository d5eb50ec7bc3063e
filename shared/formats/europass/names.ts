/** Where the legacy Europass CV (SkillsPassport 3) keeps what, and which field it is with us. Read in both directions. */
import type { CvSection } from "../../model/cv/sections";

export type Names = readonly (readonly [path: string, field: string])[];

const ADDRESS = "ContactInfo.Address.Contact";

function address(before: string): Names {
	return [
		[`${before}${ADDRESS}.AddressLine`, "address"],
		[`${before}${ADDRESS}.AddressLine2`, "addressMore"],
		[`${before}${ADDRESS}.PostalCode`, "postalCode"],
		[`${before}${ADDRESS}.Municipality`, "city"],
		[`${before}${ADDRESS}.Country.Code`, "countryCode"],
		[`${before}${ADDRESS}.Country.Label`, "country"],
	];
}

/** Below `LearnerInfo`. */
export const BASICS: Names = [
	["Identification.PersonName.FirstName", "givenName"],
	["Identification.PersonName.Surname", "familyName"],
	...address("Identification."),
	["Identification.ContactInfo.Email.Contact", "email"],
	["Identification.Demographics.Gender.Code", "genderCode"],
	["Identification.Demographics.Gender.Label", "gender"],
	["Headline.Type.Code", "labelTypeCode"],
	["Headline.Type.Label", "labelType"],
	["Headline.Description.Code", "labelCode"],
	["Headline.Description.Label", "label"],
];

export interface Place {
	readonly section: CvSection;
	/** Below `LearnerInfo`: one of these for each entry. */
	readonly path: string;
	readonly names: Names;
	/** Whether the entry has a `Period`. */
	readonly period?: true;
	/** A field that all entries from this place have. */
	readonly mark?: readonly [field: string, value: string];
}

const EMPLOYER_SITE = "ContactInfo.Website.Contact";

export const PLACES: readonly Place[] = [
	...(["Telephone", "Website"] as const).map(
		(kind): Place => ({
			section: "contacts",
			path: `Identification.ContactInfo.${kind}`,
			names: [
				["Contact", "value"],
				["Use.Code", "useCode"],
				["Use.Label", "use"],
			],
			mark: ["kind", kind.toLowerCase()],
		}),
	),
	{
		section: "profiles",
		path: "Identification.ContactInfo.InstantMessaging",
		names: [
			["Contact", "username"],
			["Use.Code", "networkCode"],
			["Use.Label", "network"],
		],
	},
	{
		section: "nationalities",
		path: "Identification.Demographics.Nationality",
		names: [
			["Code", "code"],
			["Label", "name"],
		],
	},
	{
		section: "work",
		path: "WorkExperience",
		period: true,
		names: [
			["Position.Code", "positionCode"],
			["Position.Label", "position"],
			["Activities", "summary"],
			["Employer.Name", "name"],
			...address("Employer."),
			[`Employer.${EMPLOYER_SITE}`, "url"],
			["Employer.Sector.Code", "sectorCode"],
			["Employer.Sector.Label", "sector"],
		],
	},
	{
		section: "education",
		path: "Education",
		period: true,
		names: [
			["Title", "studyType"],
			["Activities", "summary"],
			["Organisation.Name", "institution"],
			...address("Organisation."),
			[`Organisation.${EMPLOYER_SITE}`, "url"],
			["Level.Code", "levelCode"],
			["Level.Label", "level"],
			["Field.Code", "areaCode"],
			["Field.Label", "area"],
		],
	},
	{
		section: "languages",
		path: "Skills.Linguistic.MotherTongue",
		mark: ["mother", "yes"],
		names: [
			["Description.Code", "languageCode"],
			["Description.Label", "language"],
		],
	},
	{
		section: "languages",
		path: "Skills.Linguistic.ForeignLanguage",
		names: [
			["Description.Code", "languageCode"],
			["Description.Label", "language"],
			["ProficiencyLevel.Listening", "listening"],
			["ProficiencyLevel.Reading", "reading"],
			["ProficiencyLevel.SpokenInteraction", "interaction"],
			["ProficiencyLevel.SpokenProduction", "production"],
			["ProficiencyLevel.Writing", "writing"],
		],
	},
	...(
		[
			["Communication", "communication"],
			["Organisational", "organisational"],
			["JobRelated", "job-related"],
			["Other", "other"],
		] as const
	).map(
		([path, kind]): Place => ({ section: "skills", path: `Skills.${path}`, mark: ["kind", kind], names: [["Description", "summary"]] }),
	),
	{
		section: "skills",
		path: "Skills.Computer",
		mark: ["kind", "digital"],
		names: [
			["Description", "summary"],
			["ProficiencyLevel.Information", "information"],
			["ProficiencyLevel.Communication", "communication"],
			["ProficiencyLevel.ContentCreation", "content"],
			["ProficiencyLevel.Safety", "safety"],
			["ProficiencyLevel.ProblemSolving", "solving"],
		],
	},
	{ section: "skills", path: "Skills.Driving.Description", mark: ["kind", "driving"], names: [["Licence", "name"]] },
	{
		section: "awards",
		path: "Achievement",
		names: [
			["Title.Code", "titleCode"],
			["Title.Label", "title"],
			["Description", "summary"],
		],
	},
];
