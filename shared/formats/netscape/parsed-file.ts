/** What a bookmark file says, before anything is judged. Attribute values are as they were written, entities decoded. */

export interface ParsedLink {
	readonly is: "link";
	readonly url: string;
	readonly title: string;
	readonly note: string;
	readonly attributes: Readonly<Record<string, string>>;
}

export interface ParsedFolder {
	readonly is: "folder";
	readonly title: string;
	readonly note: string;
	readonly attributes: Readonly<Record<string, string>>;
	readonly children: readonly (ParsedLink | ParsedFolder)[];
}

export interface ParsedFile {
	/** What lies at the top; its title is empty. */
	readonly top: ParsedFolder;
	/** Whether it is a bookmark file at all. */
	readonly recognised: boolean;
	/** Whether it ends before its lists do. */
	readonly truncated: boolean;
	/** How many folders lay deeper than `DEEPEST` and were lifted to it. */
	readonly lifted: number;
}

/** Folders are kept this deep; deeper ones become siblings at this depth. */
export const DEEPEST = 100;
