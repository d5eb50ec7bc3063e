/** One CV of the book as a JSON Resume file. */
import { cvModel } from "../../model/cv";
import type { Exporter } from "../contract";
import { writeJsonResume } from "../json-resume/write";
import { ReportBuilder } from "../report-builder";
import { asObject, resumeOf } from "./resume";

/** Writes the CV `from`. JSON Resume can hold all of it but what was kept of another format, or gives way; that is named. */
export const cvExporter: Exporter = {
	name: "export-json-resume",
	async run(book, target, from) {
		const report = new ReportBuilder(target.name);
		if (from === null) {
			report.skipped("empty", target.name);
			return report.finish(null);
		}
		const resume = resumeOf(cvModel.read(asObject(await book.fields(from))));
		for (const format of Object.keys(resume.extra)) if (format !== "jsonResume") report.skipped("kept-beside", format);
		const text = `${JSON.stringify(writeJsonResume(resume, report), null, "\t")}\n`;
		await target.write("", new TextEncoder().encode(text));
		report.take("cv");
		return report.finish(null);
	},
};
