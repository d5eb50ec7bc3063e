import { DEEPEST, type ParsedFile, type ParsedFolder, type ParsedLink } from "./parsed-file";

interface OpenFolder {
	is: "folder";
	title: string;
	note: string;
	attributes: Readonly<Record<string, string>>;
	children: (ParsedLink | ParsedFolder)[];
}

interface OpenLink {
	is: "link";
	url: string;
	title: string;
	note: string;
	attributes: Readonly<Record<string, string>>;
}

/** Where text belongs at the moment. */
type Reading =
	| { readonly into: "nothing" }
	| { readonly into: "title"; readonly of: OpenFolder | OpenLink; readonly endsWith: "a" | "h3" }
	| { readonly into: "note"; readonly of: OpenFolder | OpenLink };

const NOTHING: Reading = { into: "nothing" };

/** Builds folders and links from a stream of tags and text. */
export class OutlineBuilder {
	readonly #top = folder({});
	/** One entry for every list that is open; lists without a heading repeat their folder. */
	readonly #lists: OpenFolder[] = [];
	/** Same length: how deep each list's folder lies. */
	readonly #depths: number[] = [];
	/** The folder whose heading was read and whose list has not begun. */
	#announced: OpenFolder | null = null;
	#last: OpenFolder | OpenLink | null = null;
	#reading: Reading = NOTHING;
	#pieces: string[] = [];
	/** The address of a link inside a note, kept unless the link has a text. */
	#addressInNote: { readonly url: string; readonly at: number } | null = null;
	#lifted = 0;
	#insideList = 0;

	/** `marked`: whether the file marks entries by `<DT>`; where it does, a link inside a note is part of the note. */
	constructor(private readonly marked: boolean) {}

	open(element: string, attributes: Readonly<Record<string, string>>): void {
		if (element === "a") this.#openLink(attributes);
		else if (element === "h3") this.#openHeading(attributes);
		else if (element === "dl") this.#openList();
		else if (element === "dt" || element === "hr") this.#endText();
		else if (element === "dd") this.#openNote();
		else if ((element === "br" || element === "p" || element === "li") && this.#reading.into === "note") this.#pieces.push("\n");
	}

	close(element: string): void {
		if (element === "dl") {
			this.#endText();
			this.#announced = null;
			this.#last = null;
			this.#lists.pop();
			this.#depths.pop();
		} else if (this.#reading.into === "title" && this.#reading.endsWith === element) {
			this.#endText();
		} else if (element === "dd") {
			this.#endText();
		} else if (element === "a" && this.#addressInNote !== null) {
			const { url, at } = this.#addressInNote;
			if (this.#pieces.slice(at).join("").trim() === "") this.#pieces.push(url);
			this.#addressInNote = null;
		}
	}

	/** Text is asked for only where it is wanted. */
	text(piece: () => string): void {
		if (this.#reading.into !== "nothing") this.#pieces.push(piece());
	}

	finish(declared: boolean): ParsedFile {
		const truncated = this.#lists.length > 0 || this.#reading.into === "title";
		this.#endText();
		return { top: this.#top, recognised: declared || this.#insideList > 0, truncated, lifted: this.#lifted };
	}

	#openLink(attributes: Readonly<Record<string, string>>): void {
		const url = attributes.href;
		if (this.#reading.into === "note" && this.marked) {
			if (url !== undefined) this.#addressInNote = { url, at: this.#pieces.length };
			return;
		}
		this.#endText();
		if (url === undefined) return;
		const link: OpenLink = { is: "link", url, title: "", note: "", attributes };
		this.#add(link);
		this.#reading = { into: "title", of: link, endsWith: "a" };
	}

	#openHeading(attributes: Readonly<Record<string, string>>): void {
		this.#endText();
		const opened = folder(attributes);
		this.#add(opened);
		this.#announced = opened;
		this.#reading = { into: "title", of: opened, endsWith: "h3" };
	}

	#openList(): void {
		this.#endText();
		const depth = this.#depths[this.#depths.length - 1] ?? 0;
		const announced = this.#announced;
		this.#announced = null;
		this.#last = null;
		if (announced === null) {
			this.#lists.push(this.#current());
			this.#depths.push(depth);
		} else {
			this.#lists.push(announced);
			this.#depths.push(depth + 1);
		}
	}

	#openNote(): void {
		this.#endText();
		if (this.#last !== null) this.#reading = { into: "note", of: this.#last };
	}

	#current(): OpenFolder {
		return this.#lists[this.#lists.length - 1] ?? this.#top;
	}

	#add(entry: OpenFolder | OpenLink): void {
		const depth = this.#depths[this.#depths.length - 1] ?? 0;
		let holder = this.#current();
		if (entry.is === "folder" && depth >= DEEPEST) {
			holder = this.#deepestKept();
			this.#lifted++;
		}
		holder.children.push(entry);
		this.#last = entry;
		this.#announced = null;
		if (this.#lists.length > 0) this.#insideList++;
	}

	/** The folder whose children lie at the greatest depth that is kept. */
	#deepestKept(): OpenFolder {
		let low = 0;
		let high = this.#depths.length - 1;
		while (low < high) {
			const middle = (low + high) >> 1;
			if ((this.#depths[middle] ?? 0) < DEEPEST - 1) low = middle + 1;
			else high = middle;
		}
		return this.#lists[low] ?? this.#top;
	}

	#endText(): void {
		const reading = this.#reading;
		if (reading.into === "title") reading.of.title = this.#pieces.join("").replace(/\s+/g, " ").trim();
		else if (reading.into === "note") reading.of.note = joinNotes(reading.of.note, this.#pieces.join(""));
		this.#reading = NOTHING;
		this.#pieces = [];
		this.#addressInNote = null;
	}
}

function folder(attributes: Readonly<Record<string, string>>): OpenFolder {
	return { is: "folder", title: "", note: "", attributes, children: [] };
}

function joinNotes(before: string, written: string): string {
	const note = written.replace(/\r\n?/g, "\n").trim();
	return before === "" || note === "" ? before + note : `${before}\n${note}`;
}
