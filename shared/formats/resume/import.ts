/** A CV from a file, whatever it is: JSON Resume, Europass as XML or JSON, or a Europass PDF with the XML inside. */
import { cleanTitle } from "../../model/names";
import type { Importer } from "../contract";
import { isLegacyEuropass, readLegacyEuropass } from "../europass/legacy";
import { isPdf, pdfAttachments } from "../europass/pdf-attachments";
import { allAt, type Tree, treeOfJson, treeOfXml } from "../europass/tree";
import { isJsonResume, readJsonResume } from "../json-resume/parse";
import { ReportBuilder } from "../report-builder";
import { decodeText } from "../text-encoding";
import { withinLimits } from "./limits";
import { asObject, cvInput, type Resume } from "./resume";
import { LARGEST_RESUME, UnreadableResume } from "./unreadable";

/** Takes one file as one new CV; what is no CV is named in the report and nothing is made. */
export const cvImporter: Importer = {
	name: "import-cv",
	async run(source, book, into, context) {
		const report = new ReportBuilder(source.name);
		report.refused(source.refused);
		const [file] = source.files;
		if (file === undefined) return report.finish(null);
		context.progress("reading", 0, 1);
		try {
			if (file.size > LARGEST_RESUME) throw new UnreadableResume("file-too-large");
			const resume = withinLimits(await readResume(await source.read(file.path), report, () => context.breathe()), report);
			await context.breathe();
			const title = cleanTitle(resume.basics.name ?? "") || cleanTitle(source.name.replace(/\.(?:json|xml|pdf)$/i, ""));
			const id = book.newId();
			await book.add([{ id, kind: "cv", fields: { ...cvInput(resume, title, () => book.newId()), parent: into } }]);
			report.take("cv", id);
			return report.finish(id);
		} catch (error) {
			if (!(error instanceof UnreadableResume)) throw error;
			report.skipped(error.code, source.name);
			return report.finish(null);
		}
	},
};

async function readResume(bytes: Uint8Array, report: ReportBuilder, breathe: () => Promise<void>): Promise<Resume> {
	if (bytes.length > LARGEST_RESUME) throw new UnreadableResume("file-too-large");
	if (!isPdf(bytes)) return readWritten(bytes, report);
	for await (const attached of pdfAttachments(bytes, breathe)) {
		try {
			return readWritten(attached, report);
		} catch (error) {
			// Another attachment may be the CV.
			if (!(error instanceof UnreadableResume)) throw error;
		}
	}
	throw new UnreadableResume("unsupported");
}

function readWritten(bytes: Uint8Array, report: ReportBuilder): Resume {
	const { text } = decodeText(bytes);
	const start = /\S/.exec(text)?.[0] ?? "";
	if (start === "<" || text.startsWith("\ufeff<")) return ofEuropass(treeOfXml(text), report);
	const json = parseJson(text);
	if (typeof asObject(json).SkillsPassport === "object") return ofEuropass(treeOfJson(json), report);
	if (isJsonResume(json)) return readJsonResume(asObject(json), report);
	throw new UnreadableResume("unsupported");
}

function ofEuropass(top: Tree, report: ReportBuilder): Resume {
	if (!isLegacyEuropass(top) || allAt(top, "Candidate").length > 0) throw new UnreadableResume("unsupported");
	return readLegacyEuropass(top, report);
}

function parseJson(text: string): unknown {
	try {
		return JSON.parse(text.replace(/^\ufeff/, ""));
	} catch {
		throw new UnreadableResume("unreadable");
	}
}
