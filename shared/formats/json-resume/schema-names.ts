/** The names that JSON Resume 1.x has for things; every other key of a file is kept beside them. */
import type { CvSection } from "../../model/cv/sections";

/** Sections that are lists at the top of a file and have the same name with us. */
export const LISTS: readonly CvSection[] = [
	"work",
	"volunteer",
	"education",
	"awards",
	"certificates",
	"publications",
	"skills",
	"languages",
	"interests",
	"references",
	"projects",
];

/** Sections that JSON Resume does not have; they are written as lists of the same name, which its schema allows. */
export const OWN_LISTS: readonly CvSection[] = ["contacts", "nationalities"];

/** What lies in `basics.location`. */
export const LOCATION: readonly string[] = ["address", "addressMore", "postalCode", "city", "region", "country", "countryCode"];
