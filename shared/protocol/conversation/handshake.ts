/**
 * The handshake (docs/protocol.md §4): two sides that know nothing of each other agree on a version and on keys that nobody
 * else has, then each proves, sealed, which device it is and whose.
 */
import { encode } from "cborg";
import { z } from "zod";
import { asciiBytes, fromHex, joinBytes } from "../bytes";
import { readCbor } from "../cbor";
import type { Sign } from "../envelope";
import { isDeviceCertified, SESSION_DOMAIN } from "../identity";
import { PublicKey } from "../membership/statements";
import type { KeyPair, Sodium } from "../sodium";
import { type Channel, createChannel, LARGEST_FROM } from "./channel";
import { ConversationEnded, type EndReason, Farewell } from "./endings";
import type { After, Transport } from "./ports";
import type { Room } from "./room";

/** Who connected, and who was connected to. */
export type SessionRole = "initiator" | "responder";

/** Versions of the conversation that this program speaks, the best first. */
export const VERSIONS: readonly number[] = [1];
/** Time for the whole handshake: 15 seconds. */
export const HANDSHAKE_TIME = 15_000;

/** The device that speaks for us, and whose it is. The private key lives elsewhere. */
export interface SessionIdentity {
	/** Hex. */
	readonly device: string;
	/** Hex of the person's key, and the certificate; null for a server. */
	readonly owner: { readonly person: string; readonly certificate: Uint8Array } | null;
	/** Signs bytes that begin with SESSION_DOMAIN. */
	readonly sign: Sign;
}

export interface HandshakeSetting {
	readonly transport: Transport;
	readonly role: SessionRole;
	readonly identity: SessionIdentity;
	readonly sodium: Sodium;
	readonly after: After;
	/** Hex of the device that must be at the other end; null: whoever it is. */
	readonly expectedDevice: string | null;
	/** For messages of which only a part is here, shared with other conversations. */
	readonly room?: Room;
}

/** A channel to somebody who has proven who they are. */
export interface Session {
	readonly channel: Channel;
	readonly device: string;
	/** Null for a server. */
	readonly person: string | null;
	/** What both sides said before the channel was sealed: different in every session. */
	readonly transcript: Uint8Array;
}

const bytesOf = (length: number) =>
	z.custom<Uint8Array>((value) => value instanceof Uint8Array && value.length === length, `not ${length} bytes`);
const Versions = z.array(z.number().int().positive()).min(1).max(32);
// Not strict: a later version may say more here, and must still be understood by this one.
const Hello = z.object({ protocol: z.literal("commonplace"), versions: Versions, ephemeral: bytesOf(32) });
const Reply = z.union([
	z.object({ version: z.number().int().positive(), ephemeral: bytesOf(32) }),
	z.object({ refused: z.literal("no-common-version"), versions: Versions }),
]);
const Proof = z.strictObject({
	device: PublicKey,
	owner: z.strictObject({ person: PublicKey, certificate: bytesOf(64) }).nullable(),
	signature: bytesOf(64),
});
type Proof = z.infer<typeof Proof>;

/** Values in the largest of these. */
const MOST_VALUES = 64;

/** What ends a handshake before there is a channel. */
class Refused extends Error {
	constructor(
		readonly why: EndReason,
		readonly detail = "",
	) {
		super(why);
	}
}

interface Greeted {
	readonly channel: Channel;
	readonly transcript: Uint8Array;
}

/** Shakes hands; rejects with ConversationEnded, and the line is ended then. */
export async function shakeHands(setting: HandshakeSetting): Promise<Session> {
	let giveUp: () => void = () => undefined;
	const cancel = setting.after(HANDSHAKE_TIME, () => giveUp());
	try {
		const greeted = await greet(setting, (early) => {
			giveUp = early;
		});
		giveUp = () => greeted.channel.end("too-slow", "the handshake");
		return await prove(setting, greeted);
	} finally {
		cancel();
	}
}

/** The proofs, the responder's first. */
async function prove(setting: HandshakeSetting, { channel, transcript }: Greeted): Promise<Session> {
	const { identity, role } = setting;
	const sendProof = async (): Promise<void> => channel.send(await makeProof(identity, role, transcript));
	try {
		if (role === "responder") await sendProof();
		const proof = checkProof(setting, await nextMessage(channel), transcript);
		if (typeof proof === "string") channel.end(proof);
		else {
			channel.allow("stranger");
			if (role === "initiator") await sendProof();
			if (channel.ending() === null) return { channel, device: proof.device, person: proof.owner?.person ?? null, transcript };
		}
	} catch (error) {
		channel.end("failed", String(error));
	}
	throw new ConversationEnded(await channel.ended);
}

/** The frames that are not sealed, one from each side. */
function greet(setting: HandshakeSetting, whenLate: (giveUp: () => void) => void): Promise<Greeted> {
	const { transport, role, sodium } = setting;
	const privateKey = sodium.randombytes_buf(32);
	const own: KeyPair = { privateKey, publicKey: sodium.crypto_scalarmult_base(privateKey) };
	return new Promise((resolve, reject) => {
		const refuse = (why: EndReason, detail: string, by: "us" | "them" | "line" = "us"): void => {
			// First the reason: the carrier may tell of the end at once.
			reject(new ConversationEnded({ why, by, detail }));
			transport.end(why);
		};
		whenLate(() => refuse("too-slow", "the handshake"));
		transport.onEnd((why) => refuse("line-broke", why, "line"));
		const hello = encode({ protocol: "commonplace", versions: [...VERSIONS], ephemeral: own.publicKey });
		// The channel takes the line over within this call: the next frame is sealed and may follow at once.
		transport.onFrame((frame) => {
			try {
				if (role === "initiator") {
					resolve(agree(setting, own, readReply(frame), [hello, frame]));
					return;
				}
				const answer = answerHello(frame, own);
				void transport.send(Uint8Array.from(answer.frame));
				if (answer.theirs === null) refuse("no-common-version", answer.detail);
				else resolve(agree(setting, own, answer.theirs, [frame, answer.frame]));
			} catch (error) {
				if (error instanceof Refused) refuse(error.why, error.detail, error.why === "no-common-version" ? "them" : "us");
				else refuse("failed", String(error));
			}
		});
		if (role === "initiator") void transport.send(Uint8Array.from(hello));
	});
}

function readFrame(frame: Uint8Array): unknown {
	if (frame.length > LARGEST_FROM.unproven) throw new Refused("too-large");
	try {
		return readCbor(frame, MOST_VALUES);
	} catch {
		throw new Refused("not-commonplace");
	}
}

/** The responder's frame, and the initiator's ephemeral key when they can talk. */
function answerHello(
	frame: Uint8Array,
	own: KeyPair,
): { readonly frame: Uint8Array; readonly theirs: Uint8Array | null; readonly detail: string } {
	const hello = Hello.safeParse(readFrame(frame));
	if (!hello.success) throw new Refused("not-commonplace");
	const version = VERSIONS.find((known) => hello.data.versions.includes(known));
	if (version === undefined) {
		return {
			frame: encode({ refused: "no-common-version", versions: [...VERSIONS] }),
			theirs: null,
			detail: hello.data.versions.join(", "),
		};
	}
	return { frame: encode({ version, ephemeral: own.publicKey }), theirs: hello.data.ephemeral, detail: "" };
}

function readReply(frame: Uint8Array): Uint8Array {
	const reply = Reply.safeParse(readFrame(frame));
	if (!reply.success) throw new Refused("not-commonplace");
	if ("refused" in reply.data) throw new Refused("no-common-version", reply.data.versions.join(", "));
	if (!VERSIONS.includes(reply.data.version)) throw new Refused("not-commonplace");
	return reply.data.ephemeral;
}

/** A key for each direction, that only these two have. */
function agree(
	{ sodium, transport, role, room }: HandshakeSetting,
	own: KeyPair,
	theirs: Uint8Array,
	frames: readonly [Uint8Array, Uint8Array],
): Greeted {
	const transcript = sodium.crypto_generichash(32, joinBytes(...frames), null);
	let secret: Uint8Array;
	try {
		secret = sodium.crypto_scalarmult(own.privateKey, theirs);
	} catch {
		throw new Refused("not-commonplace", "a key that makes the secret known to everybody");
	}
	const keyOf = (from: SessionRole): Uint8Array =>
		sodium.crypto_generichash(32, joinBytes(SESSION_DOMAIN, asciiBytes(from), transcript), secret);
	return { channel: createChannel(sodium, transport, { send: keyOf(role), receive: keyOf(otherRole(role)) }, room), transcript };
}

export function otherRole(role: SessionRole): SessionRole {
	return role === "initiator" ? "responder" : "initiator";
}

function proofBytes(role: SessionRole, transcript: Uint8Array): Uint8Array {
	return joinBytes(SESSION_DOMAIN, asciiBytes(role), transcript);
}

async function makeProof({ device, owner, sign }: SessionIdentity, role: SessionRole, transcript: Uint8Array): Promise<Proof> {
	return { device, owner, signature: await sign(proofBytes(role, transcript)) };
}

/** The other side's proof; or why it is not who it says, or not whom we expect. */
function checkProof(
	{ sodium, role, identity, expectedDevice }: HandshakeSetting,
	message: unknown,
	transcript: Uint8Array,
): Proof | EndReason {
	const checked = Proof.safeParse(message);
	if (!checked.success) return "not-a-message";
	const { device, owner, signature } = checked.data;
	const key = fromHex(device);
	if (!sodium.crypto_sign_verify_detached(signature, proofBytes(otherRole(role), transcript), key)) return "bad-proof";
	if (device === identity.device) return "ourselves";
	if (expectedDevice !== null && device !== expectedDevice) return "wrong-counterpart";
	if (owner === null) return role === "responder" ? "no-certificate" : checked.data;
	return isDeviceCertified(sodium, fromHex(owner.person), key, owner.certificate) ? checked.data : "bad-proof";
}

/** The next message; rejects when the conversation ends instead. */
function nextMessage(channel: Channel): Promise<unknown> {
	return new Promise((resolve, reject) => {
		void channel.ended.then((ending) => reject(new ConversationEnded(ending)));
		channel.receive((message) => {
			channel.receive(null);
			const farewell = Farewell.safeParse(message);
			if (farewell.success) channel.endedByThem(farewell.data.why);
			else resolve(message);
		});
	});
}
