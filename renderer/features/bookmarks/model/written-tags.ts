/** Tags as they were written in a field. */
import { cleanTag } from "../../../../shared/model/names";

/** Each once, as it is kept; commas and line breaks separate, also inside what was pasted. */
export function writtenTags(written: readonly string[]): readonly string[] {
	const tags = written.flatMap((text) => text.split(/[,\n]/)).map(cleanTag);
	return [...new Set(tags)].filter((tag) => tag !== "");
}
