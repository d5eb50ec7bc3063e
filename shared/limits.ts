/** What is read whole, to be understood, is at most this large; more is refused on import with a message: 200 MB. */
export const LARGEST_FILE = 200 * 1024 * 1024;
/** Largest file that is kept and travels as it is; it is never in memory as a whole: 4 GB. */
export const LARGEST_KEPT = 4 * 1024 ** 3;
/** Files that are not read whole are read in parts of at most 4 MB. */
export const LARGEST_PART = 4 * 1024 * 1024;
/** A file that nothing refers to is removed when it is older than this: a day, in milliseconds. */
export const ORPHAN_AGE = 24 * 60 * 60 * 1000;
/** Files up to 1 MB are read several at a time. */
export const SMALL_FILE = 1024 * 1024;
/** So many of them at most in one request. */
export const SEVERAL_FILES = 128;
/**
 * Bytes that stay free on the disk: 64 MB. The browser's database can tear its own log when it meets the very end of a
 * disk, and throws everything away when it finds that torn; so nothing is written that would come near.
 */
export const KEPT_FREE = 64 * 1024 * 1024;
