/** Ids of spaces, envelopes, devices and persons are hex in lower case; positions ascend in a space without a hole. */
export const FIRST_TABLES: readonly string[] = [
	// Compares bytes of digits, not words of a language.
	`CREATE DOMAIN hex AS text COLLATE "C" CHECK (VALUE ~ '^[0-9a-f]+$')`,
	`CREATE TABLE server (
		only_one boolean PRIMARY KEY DEFAULT true CHECK (only_one),
		numbering hex NOT NULL,
		device_seed bytea NOT NULL,
		admin_token_hash bytea,
		registration text NOT NULL CHECK (registration IN ('open', 'invite-only', 'closed')),
		person_quota bigint NOT NULL,
		space_quota bigint NOT NULL
	)`,
	`CREATE TABLE accounts (
		person hex PRIMARY KEY,
		registered timestamptz NOT NULL DEFAULT now(),
		bytes bigint NOT NULL DEFAULT 0
	)`,
	`CREATE TABLE registration_invites (
		token_hash bytea PRIMARY KEY,
		name text NOT NULL UNIQUE,
		uses_left integer NOT NULL CHECK (uses_left >= 0),
		ends timestamptz NOT NULL
	)`,
	`CREATE TABLE spaces (
		space hex PRIMARY KEY,
		last bigint NOT NULL DEFAULT 0,
		membership_last bigint NOT NULL DEFAULT 0,
		bytes bigint NOT NULL DEFAULT 0
	)`,
	`CREATE TABLE envelopes (
		space hex NOT NULL,
		position bigint NOT NULL,
		id hex NOT NULL,
		device hex NOT NULL,
		number bigint NOT NULL,
		lane text NOT NULL CHECK (lane IN ('content', 'annotation', 'membership')),
		size integer NOT NULL,
		bytes bytea NOT NULL,
		PRIMARY KEY (space, position),
		UNIQUE (space, id)
	)`,
	// What is sealed cannot be made smaller: trying costs time alone.
	"ALTER TABLE envelopes ALTER COLUMN bytes SET STORAGE EXTERNAL",
	"CREATE INDEX membership_of_space ON envelopes (space, position) WHERE lane = 'membership'",
	`CREATE TABLE chain_tips (
		space hex NOT NULL,
		device hex NOT NULL,
		number bigint NOT NULL,
		id hex NOT NULL,
		heads text[] NOT NULL,
		PRIMARY KEY (space, device)
	)`,
	`CREATE TABLE members (
		person hex NOT NULL,
		space hex NOT NULL,
		PRIMARY KEY (person, space)
	)`,
	"CREATE INDEX members_of_space ON members (space)",
	`CREATE TABLE removed_devices (
		space hex NOT NULL,
		device hex NOT NULL,
		PRIMARY KEY (space, device)
	)`,
	// A file while it arrives belongs to the device that sends it: two devices seal the same file into different bytes.
	`CREATE TABLE blobs (
		blob bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
		space hex NOT NULL,
		name hex NOT NULL,
		device hex NOT NULL,
		person hex NOT NULL,
		total bigint NOT NULL,
		arrived bigint NOT NULL DEFAULT 0,
		touched timestamptz NOT NULL DEFAULT now(),
		UNIQUE (space, name, device)
	)`,
	"CREATE UNIQUE INDEX whole_blobs ON blobs (space, name) WHERE arrived = total",
	`CREATE TABLE blob_parts (
		blob bigint NOT NULL REFERENCES blobs ON DELETE CASCADE,
		start bigint NOT NULL,
		bytes bytea NOT NULL,
		PRIMARY KEY (blob, start)
	)`,
	"ALTER TABLE blob_parts ALTER COLUMN bytes SET STORAGE EXTERNAL",
];
