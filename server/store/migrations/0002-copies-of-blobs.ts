/** A blob's name says nothing of what is under it: each person brings a copy of their own, and nobody can occupy the name. */
export const COPIES_OF_BLOBS: readonly string[] = [
	"DROP INDEX whole_blobs",
	"CREATE UNIQUE INDEX whole_copies ON blobs (space, name, person) WHERE arrived = total",
];
