/** The part of the host's contract that is about keys: what the engine may have of them, and what it may ask to be done with them. */
import { z } from "zod";

/** A public key of a person or device, as bytes. */
const PublicKey = z.custom<Uint8Array>((value) => value instanceof Uint8Array && value.length === 32, "not a public key");
const Certificate = z.custom<Uint8Array>((value) => value instanceof Uint8Array && value.length === 64, "not a certificate");

/** Largest box: as in a statement. */
const LARGEST_BOX = 1_000_000;
/** So many boxes are opened at once: opening one takes about 0.2 ms of the main process. */
export const BOXES_AT_ONCE = 500;
/** All boxes of one call, in bytes. */
export const BOX_BYTES_AT_ONCE = 16 * 1024 * 1024;

/** A sealed box, addressed to an Ed25519 public key (hex). */
const SealedBox = z.strictObject({
	to: z.string().regex(/^[0-9a-f]{64}$/),
	box: z.custom<Uint8Array>((value) => value instanceof Uint8Array && value.length <= LARGEST_BOX, "not a box"),
});
export type SealedBox = z.infer<typeof SealedBox>;

/** The keys the engine may have. Private keys are not among them. */
export interface OpenIdentity {
	/** Ed25519 public key of the person, 32 bytes. */
	readonly personKey: Uint8Array;
	/** Ed25519 public key of this device, 32 bytes. */
	readonly deviceKey: Uint8Array;
	/** The person's signature that certifies the device (see shared/protocol/identity.ts), 64 bytes. */
	readonly deviceCertificate: Uint8Array;
	/** Devices that the person wrote with before this one (a book restored from a backup): what they signed is the person's too. */
	readonly otherDevices: readonly { readonly deviceKey: Uint8Array; readonly certificate: Uint8Array }[];
	/** Where earlier versions kept what is the person's alone; null in a book that never had one. */
	readonly formerSpace: FormerSpace | null;
	/** Random for this installation, 8 bytes; ends every Automerge actor id that this installation writes with. */
	readonly installation: Uint8Array;
	/** Whether the person's private key is here, so that further devices can be certified. A laptop that was added has none. */
	readonly holdsPersonKey: boolean;
}

/** A private space with a random id, whose keys lie with the shell: the id and the keys that seal its envelopes (32 bytes each), by epoch. */
export interface FormerSpace {
	readonly id: string;
	readonly epoch: number;
	readonly keys: readonly Uint8Array[];
}

/** What the engine may ask about keys: arguments' schemas. */
export const IdentityCallSchemas = {
	/** Opens, or on the first start makes, the identity. */
	"identity.open": z.tuple([]),
	/** Ed25519 signature by the device key over bytes that begin with the domain tag of envelopes, of sessions or of presence. */
	"identity.sign": z.tuple([z.instanceof(Uint8Array)]),
	/** What is in these boxes, in their order: opened with this device's key, an earlier device's, or the person's where it is here; null for each that does not open. */
	"identity.openBoxes": z.tuple([
		z
			.array(SealedBox)
			.max(BOXES_AT_ONCE)
			.refine((boxes) => boxes.reduce((sum, { box }) => sum + box.length, 0) <= BOX_BYTES_AT_ONCE, "too many bytes at once"),
	]),
	/** The person's certificate for another device of theirs; fails with `no-person-key` where that key is not. */
	"identity.certify": z.tuple([PublicKey]),
	/**
	 * Makes this device one of another person's: takes their public key and their certificate for this device, and sets the former
	 * keys aside. Only for a book whose log is empty: the engine sees to it. Fails with `wrong-certificate`.
	 */
	"identity.belong": z.tuple([PublicKey, Certificate]),
	/**
	 * Gives this laptop a new device key, and makes the one it had an earlier one: for a log that was filled again. Fails with
	 * `no-person-key` where the person's key is not.
	 */
	"identity.renew": z.tuple([]),
} as const;

export interface IdentityCalls {
	"identity.open": () => OpenIdentity;
	"identity.sign": (bytes: Uint8Array) => Uint8Array;
	"identity.openBoxes": (boxes: readonly SealedBox[]) => readonly (Uint8Array | null)[];
	"identity.certify": (deviceKey: Uint8Array) => Uint8Array;
	"identity.renew": () => OpenIdentity;
	"identity.belong": (personKey: Uint8Array, certificate: Uint8Array) => OpenIdentity;
}
