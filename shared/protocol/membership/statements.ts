/**
 * Membership statements: what the lane `membership` carries (docs/protocol.md §3). Ids and public keys are hex, as
 * everywhere in the code; boxes, seals and signatures are bytes.
 */
import { z } from "zod";

const hex = (bytes: number) => z.string().regex(new RegExp(`^[0-9a-f]{${bytes * 2}}$`));
const bytesOf = (length: number) =>
	z.custom<Uint8Array>((value) => value instanceof Uint8Array && value.length === length, `not ${length} bytes`);
const bytesUpTo = (length: number) =>
	z.custom<Uint8Array>((value) => value instanceof Uint8Array && value.length <= length, `not bytes, or more than ${length}`);

/** Most statements that one space can have. */
export const MOST_STATEMENTS = 10_000;
/** Largest statement: 2 MB, which is boxes for about 10,000 devices. */
export const LARGEST_STATEMENT = 2 * 1024 * 1024;

/** An Ed25519 public key, in hex. */
export const PublicKey = hex(32);
/** The id of a space: 32 hex digits. */
export const SpaceId = hex(16);
export type SpaceId = z.infer<typeof SpaceId>;

export const Role = z.enum(["owner", "editor", "commenter", "reader"]);
export type Role = z.infer<typeof Role>;

export const SpaceKind = z.enum(["private", "team", "share"]);
export type SpaceKind = z.infer<typeof SpaceKind>;

/** What only members can read inside a statement: sealed with the space's key of that epoch. */
export const SealedPart = z.strictObject({ epoch: z.number().int().nonnegative(), nonce: bytesOf(24), bytes: bytesUpTo(300_000) });
export type SealedPart = z.infer<typeof SealedPart>;

/** Space keys in a sealed box to one person, device or invite. Inside: CBOR `[[epoch, key], …]`. */
export const KeyBox = z.strictObject({ to: PublicKey, box: bytesUpTo(1_000_000) });
export type KeyBox = z.infer<typeof KeyBox>;

/** Names a key of a space without giving it away (`keyName`). */
export const KeyName = hex(16);
export type KeyName = z.infer<typeof KeyName>;

const Boxes = z.array(KeyBox).max(20_000);
/** Which keys are in each of the boxes beside. */
const KeysInBoxes = z.array(KeyName).max(20_000);
const Certificate = bytesOf(64);
const Epoch = z.number().int().nonnegative().max(1_000_000);
/** Up to which number the author had seen a device's envelopes; a device that is not named: none. */
const Seen = z.array(z.strictObject({ device: PublicKey, number: z.number().int().nonnegative() })).max(20_000);

export const Statement = z.discriminatedUnion("is", [
	z.strictObject({
		is: z.literal("create"),
		kind: SpaceKind,
		/** Makes the id of a team or share (R7); null for a private space, whose id is its owner's. */
		nonce: bytesOf(16).nullable(),
		person: PublicKey,
		certificate: Certificate,
		key: KeyName,
		boxes: Boxes,
		name: SealedPart.nullable(),
		card: SealedPart.nullable(),
	}),
	z.strictObject({
		is: z.literal("invite"),
		invite: PublicKey,
		role: Role,
		/** Milliseconds since 1970; 0: no end. */
		ends: z.number().int().nonnegative(),
		/** 0: any number. */
		uses: z.number().int().nonnegative().max(100_000),
		keys: KeysInBoxes,
		boxes: Boxes,
	}),
	z.strictObject({ is: z.literal("withdraw-invite"), invite: PublicKey }),
	z.strictObject({
		is: z.literal("join"),
		person: PublicKey,
		certificate: Certificate,
		invite: PublicKey,
		/** By the invite's secret, over `joinProofBytes`. */
		proof: bytesOf(64),
		card: SealedPart.nullable(),
	}),
	z.strictObject({ is: z.literal("set-role"), person: PublicKey, role: Role, seen: Seen }),
	z.strictObject({ is: z.literal("remove-person"), person: PublicKey, seen: Seen, epoch: Epoch, key: KeyName, boxes: Boxes }),
	z.strictObject({ is: z.literal("leave") }),
	/** By the device that is added: nobody can claim another's. */
	z.strictObject({ is: z.literal("add-device"), person: PublicKey, certificate: Certificate }),
	z.strictObject({ is: z.literal("remove-device"), device: PublicKey, seen: Seen, epoch: Epoch, key: KeyName, boxes: Boxes }),
	z.strictObject({ is: z.literal("rotate"), epoch: Epoch, key: KeyName, boxes: Boxes }),
	/** Gives keys to whoever belongs to the space and lacks them (R14). */
	z.strictObject({ is: z.literal("hand-keys"), keys: KeysInBoxes, boxes: Boxes }),
	/** Says nothing but that its author knows its heads: for when there are more of them than one header can name (R3). */
	z.strictObject({ is: z.literal("gather") }),
	z.strictObject({ is: z.literal("rename"), name: SealedPart }),
	z.strictObject({ is: z.literal("introduce"), card: SealedPart }),
	/** Takes in what came late from a device, up to this number. */
	z.strictObject({ is: z.literal("admit"), device: PublicKey, number: z.number().int().positive() }),
]);
export type Statement = z.infer<typeof Statement>;

/** A statement with what its envelope says of it. */
export interface SignedStatement {
	/** The envelope's id. */
	readonly id: string;
	/** The device that signed it. */
	readonly device: string;
	/** Ids of the statements that it builds on. */
	readonly heads: readonly string[];
	/** The device's running number. */
	readonly number: number;
	/** The author's clock: milliseconds since 1970. */
	readonly time: number;
	readonly statement: Statement;
}

/** Whether a statement takes a right away from somebody else. */
export function takesAway(statement: Statement): boolean {
	return statement.is === "remove-person" || statement.is === "remove-device";
}
