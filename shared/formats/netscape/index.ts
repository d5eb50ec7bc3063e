/** Bookmark files of browsers and bookmark services, in and out. */
export { bookmarkExporter, bookmarkFile } from "./export";
export { bookmarkImporter, importBookmarkFile, LARGEST_BOOKMARK_FILE } from "./import";
