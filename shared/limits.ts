/** Files larger than this are refused on import with a message: 200 MB. */
export const LARGEST_FILE = 200 * 1024 * 1024;
