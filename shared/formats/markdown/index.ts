/** The one reader of Markdown's structure: linear in the text's length, whatever the text is. */
export { excerpt } from "./excerpt";
export { type Heading, headings } from "./headings";
export { inlineTags } from "./inline-tags";
export { pageLinks } from "./page-links";
export { type PlainTextOptions, plainText } from "./plain-text";
export { applyEdits, canStandInBrackets, type LinkRename, type Retarget, retargetLinks, type TextEdit } from "./retarget";
export { type PageStructure, pageStructure } from "./structure";
export { type TaskCounts, taskCounts } from "./task-counts";
export { wordCount } from "./word-count";
