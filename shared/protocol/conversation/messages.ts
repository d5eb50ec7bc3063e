/**
 * The messages of the conversation (docs/protocol.md §4), checked when they arrive. Ids of envelopes, spaces and blobs are
 * hex; envelopes, signatures and sealed parts are bytes. A question has a number (`ask`); its answer has the same.
 */
import { z } from "zod";
import { PublicKey, Role, SpaceId } from "../membership/statements";
import { LARGEST_PRESENCE } from "../presence";

/** Most entries in one list, and most envelopes named in one question. */
export const MOST_ENTRIES = 2000;
/** Bytes of envelopes that one answer or push gathers before it stops; a single larger one travels alone. */
export const GATHERED_BYTES = 1024 * 1024;
/** Bytes in one part of a blob that is fetched; only the last is smaller. One that is sent may be smaller anywhere. */
export const BLOB_PART = 256 * 1024;
/** Most names of files in one question, and most copies that are told of one name. */
export const MOST_BLOBS = 100;
export const MOST_COPIES = 20;
/** Most spaces in one question. */
export const MOST_SPACES = 1000;
/** Questions that one side may have open at a time. */
export const MOST_UNANSWERED = 64;

const EnvelopeId = z.string().regex(/^[0-9a-f]{64}$/);
const BlobName = EnvelopeId;
const Bytes = z.custom<Uint8Array>((value) => value instanceof Uint8Array, "not bytes");
const bytesOf = (length: number) => Bytes.refine((bytes) => bytes.length === length, `not ${length} bytes`);
const Ask = z.number().int().nonnegative();
/** A position in the other side's numbering of a space. */
const Position = z.number().int().nonnegative();
/** The random name of a numbering. */
const Numbering = z.string().regex(/^[0-9a-f]{16}$/);
const Size = z.number().int().nonnegative();

export const Entry = z.strictObject({ position: Position, id: EnvelopeId, size: Size });
export type Entry = z.infer<typeof Entry>;

/** Why a question was not answered. The interface has a sentence for each. */
export const ConversationRefusal = z.enum([
	"no-such-space",
	"not-allowed",
	"too-much",
	"too-fast",
	"quota",
	"registration-closed",
	"registration-needs-invite",
	"no-such-blob",
	"wrong-part",
	"disk-full",
	"busy",
	"failed",
]);
export type ConversationRefusal = z.infer<typeof ConversationRefusal>;

/** What became of a pushed envelope. */
export const PushOutcome = z.discriminatedUnion("is", [
	z.strictObject({ is: z.literal("kept"), position: Position }),
	z.strictObject({ is: z.literal("known"), position: Position }),
	/** What it rests on is not there: push that first. */
	z.strictObject({ is: z.literal("waiting") }),
	z.strictObject({ is: z.literal("refused"), why: z.string().max(64) }),
]);
export type PushOutcome = z.infer<typeof PushOutcome>;

/** Whoever is only invited sees the statements; a former member those up to the one by which they went out (R17). */
const OpenedRole = Role.or(z.enum(["invited", "former"]));
export type OpenedRole = z.infer<typeof OpenedRole>;

const OpenedSpace = z.discriminatedUnion("is", [
	z.strictObject({ is: z.literal("open"), space: SpaceId, numbering: Numbering, last: Position, role: OpenedRole }),
	z.strictObject({ is: z.literal("refused"), space: SpaceId, why: ConversationRefusal }),
]);
export type OpenedSpace = z.infer<typeof OpenedSpace>;

/** Shows that one holds an invite: its secret's signature over `inviteSessionBytes`. */
const InviteProof = z.strictObject({ invite: PublicKey, proof: bytesOf(64) });

/** One of the contents that were brought under a blob's name: each person may bring one. */
const BlobCopy = z.strictObject({
	/** Hex of the key of the person who brought it. */
	by: PublicKey,
	/** Bytes of the whole, and bytes that have arrived. */
	total: Size,
	arrived: Size,
});
export type BlobCopy = z.infer<typeof BlobCopy>;

export const Question = z.discriminatedUnion("is", [
	z.strictObject({
		is: z.literal("open"),
		ask: Ask,
		spaces: z.array(z.strictObject({ space: SpaceId, invite: InviteProof.nullable() })).max(MOST_SPACES),
	}),
	z.strictObject({ is: z.literal("close"), ask: Ask, spaces: z.array(SpaceId).max(MOST_SPACES) }),
	z.strictObject({
		is: z.literal("list"),
		ask: Ask,
		space: SpaceId,
		after: Position,
		limit: z.number().int().positive().max(MOST_ENTRIES),
	}),
	z.strictObject({ is: z.literal("fetch"), ask: Ask, space: SpaceId, ids: z.array(EnvelopeId).max(MOST_ENTRIES) }),
	z.strictObject({ is: z.literal("push"), ask: Ask, space: SpaceId, envelopes: z.array(Bytes).max(MOST_ENTRIES) }),
	z.strictObject({ is: z.literal("find-blobs"), ask: Ask, space: SpaceId, names: z.array(BlobName).max(MOST_BLOBS) }),
	z.strictObject({ is: z.literal("get-blob"), ask: Ask, space: SpaceId, name: BlobName, by: PublicKey, from: Size }),
	z.strictObject({
		is: z.literal("put-blob"),
		ask: Ask,
		space: SpaceId,
		name: BlobName,
		total: Size,
		from: Size,
		bytes: Bytes.refine((bytes) => bytes.length <= BLOB_PART, "too large a part"),
	}),
	z.strictObject({ is: z.literal("my-spaces"), ask: Ask }),
	/** Asks to be let on this server; `token` where it takes only invited people. */
	z.strictObject({ is: z.literal("register"), ask: Ask, token: z.string().max(200) }),
]);
export type Question = z.infer<typeof Question>;

export const Answer = z.discriminatedUnion("is", [
	z.strictObject({ is: z.literal("opened"), ask: Ask, spaces: z.array(OpenedSpace).max(MOST_SPACES) }),
	z.strictObject({ is: z.literal("closed"), ask: Ask }),
	z.strictObject({ is: z.literal("listed"), ask: Ask, entries: z.array(Entry).max(MOST_ENTRIES), last: Position }),
	/** In the order asked for; those that do not fit or are not there are left out. */
	z.strictObject({ is: z.literal("fetched"), ask: Ask, envelopes: z.array(Bytes).max(MOST_ENTRIES) }),
	z.strictObject({ is: z.literal("pushed"), ask: Ask, outcomes: z.array(PushOutcome).max(MOST_ENTRIES) }),
	/** For each name the copies that are there: whole ones, and what the asker's device has brought so far. */
	z.strictObject({
		is: z.literal("found-blobs"),
		ask: Ask,
		blobs: z.array(z.array(BlobCopy).max(MOST_COPIES)).max(MOST_BLOBS),
	}),
	z.strictObject({ is: z.literal("blob-part"), ask: Ask, total: Size, from: Size, bytes: Bytes }),
	z.strictObject({ is: z.literal("blob-kept"), ask: Ask, arrived: Size }),
	z.strictObject({ is: z.literal("spaces"), ask: Ask, spaces: z.array(SpaceId).max(MOST_SPACES) }),
	z.strictObject({ is: z.literal("registered"), ask: Ask }),
	z.strictObject({ is: z.literal("refused"), ask: Ask, why: ConversationRefusal }),
]);
export type Answer = z.infer<typeof Answer>;

/** What is told without being asked. */
export const Notice = z.discriminatedUnion("is", [
	/**
	 * New in an open space, after what was told before. Small envelopes come along, in the order of their entries; for others
	 * one asks. Without entries: more is new than is told on a slow line, list it.
	 */
	z.strictObject({
		is: z.literal("news"),
		space: SpaceId,
		entries: z.array(Entry).max(MOST_ENTRIES),
		envelopes: z.array(Bytes).max(MOST_ENTRIES),
	}),
	z.strictObject({
		is: z.literal("presence"),
		space: SpaceId,
		sealed: Bytes.refine((bytes) => bytes.length <= LARGEST_PRESENCE, "too large"),
	}),
	/** One's right in a space has changed or ended: open it again. */
	z.strictObject({ is: z.literal("shut"), space: SpaceId, why: ConversationRefusal }),
	z.strictObject({ is: z.literal("bye"), why: z.string().max(64) }),
]);
export type Notice = z.infer<typeof Notice>;

export type Message = Question | Answer | Notice;
