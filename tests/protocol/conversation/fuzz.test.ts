import { encode } from "cborg";
import sodium from "libsodium-wrappers-sumo";
import { beforeAll, describe, expect, test } from "vitest";
import { fromHex } from "../../../shared/protocol/bytes";
import { NotCbor, readCbor } from "../../../shared/protocol/cbor";
import { createChannel } from "../../../shared/protocol/conversation/channel";
import { ConversationEnded, EndReason } from "../../../shared/protocol/conversation/endings";
import { HANDSHAKE_TIME, type SessionIdentity, shakeHands } from "../../../shared/protocol/conversation/handshake";
import { Answer, Notice, Question } from "../../../shared/protocol/conversation/messages";
import type { Transport } from "../../../shared/protocol/conversation/ports";
import { EnvelopeRefused, openEnvelope, readHeader, readStatement, verifyEnvelope } from "../../../shared/protocol/envelope";
import { ENVELOPE_DOMAIN } from "../../../shared/protocol/identity";
import {
	makeDeviceAddition,
	makeInvite,
	makeJoin,
	makePersonRemoval,
	makeRoleChange,
	makeRotation,
} from "../../../shared/protocol/membership/making-statements";
import { openBox } from "../../../shared/protocol/membership/space-keys";
import type { Statement } from "../../../shared/protocol/membership/statements";
import { openPresence, type Place, sealPresence } from "../../../shared/protocol/presence";
import { foundTeam, member, seenBy, type Team } from "../membership/team";
import { fuzz, only, TIME } from "./fuzzing";
import { after, identityOf, newIdentity, newServer, sideOf, turns } from "./meeting";
import { offerShelf } from "./memory-offered";
import { createShelf } from "./memory-shelf";
import { memoryLine } from "./memory-transport";
import { mutateBytes, mutateCbor, mutateValue, oddValue, randomBytes } from "./mutations";
import { bytes, hex, messages } from "./sample-messages";

let team: Team;
let valid: { readonly envelopes: readonly Uint8Array[]; readonly statements: readonly Statement[] };

beforeAll(async () => {
	team = await foundTeam();
	const ben = await member(team, "Ben", "editor");
	const membership = team.ada.history().current();
	if (membership === null) throw new Error("there is no space");
	const { statement: invite, secret } = makeInvite(sodium, [team.key], { role: "editor", ends: 0, uses: 0 });
	const part = { epoch: 0, nonce: new Uint8Array(24), bytes: new Uint8Array(40) };
	const statements: Statement[] = [
		invite,
		makeJoin(sodium, { space: team.space, secret, server: null }, ben.speaker, part),
		makePersonRemoval(sodium, membership, ben.speaker.person, seenBy(team.ada)).statement,
		makeRoleChange(membership, ben.speaker.person, "reader", seenBy(team.ada)),
		makeRotation(sodium, membership).statement,
		makeDeviceAddition(ben.speaker),
		{ is: "rename", name: part },
		{ is: "introduce", card: part },
		{ is: "admit", device: ben.speaker.device, number: 1 },
		{ is: "leave" },
		{ is: "gather" },
		{ is: "hand-keys", keys: ["0".repeat(32)], boxes: [{ to: ben.speaker.device, box: new Uint8Array(100) }] },
		{ is: "withdraw-invite", invite: "0".repeat(64) },
		{ is: "remove-device", device: ben.speaker.device, seen: [], epoch: 1, key: "0".repeat(32), boxes: [] },
	];
	const envelopes = [await team.ada.forge("content"), ...(await Promise.all(statements.map((statement) => team.ada.forge(statement))))];
	valid = { envelopes, statements };
});

/** A carrier whose other end is the test. */
function loose(): { readonly transport: Transport; readonly sent: Uint8Array[]; feed(frame: Uint8Array): void } {
	let hear: (frame: Uint8Array) => void = () => undefined;
	const sent: Uint8Array[] = [];
	const transport: Transport = {
		async send(frame) {
			sent.push(frame);
		},
		onFrame(listener) {
			hear = listener;
		},
		onEnd: () => undefined,
		end: () => undefined,
	};
	return { transport, sent, feed: (frame) => hear(frame) };
}

describe("whatever bytes come, only what we have a name for happens, soon, and the memory stays as it is", () => {
	test(
		"envelopes",
		() =>
			fuzz(0.3, (random) => {
				const mutated = mutateBytes(random, random.pick(valid.envelopes));
				only(EnvelopeRefused, () => verifyEnvelope(sodium, mutated));
				only(EnvelopeRefused, () => readHeader(mutated));
				only(EnvelopeRefused, () => readStatement(sodium, mutated));
				only(EnvelopeRefused, () => openEnvelope(sodium, mutated, () => [team.key.key]));
			}),
		TIME,
	);

	test(
		"bodies that a member sealed",
		() =>
			fuzz(0.1, (random) => {
				const { space } = team;
				const header = {
					version: 1,
					space,
					lane: "content",
					device: fromHex(team.ada.speaker.device),
					epoch: 0,
					heads: [],
					number: 1,
					previous: null,
					nonce: bytes(24),
				};
				const headerBytes = encode(header);
				const body = { time: 1, items: [{ id: "a".repeat(26), changes: [bytes(3)] }] };
				const plain = random.chance(0.5) ? mutateCbor(random, encode(body)) : mutateBytes(random, encode(body));
				const sealed = sodium.crypto_aead_xchacha20poly1305_ietf_encrypt(plain, headerBytes, null, header.nonce, team.key.key);
				only(EnvelopeRefused, () => openEnvelope(sodium, encode([headerBytes, sealed, bytes(64)]), () => [team.key.key]));
			}),
		TIME,
	);

	test(
		"statements that a member signed, and headers beside them",
		() =>
			fuzz(0.1, async (random) => {
				const { shelf, ada } = await standing();
				const statement = mutateValue(random, random.pick(valid.statements));
				const claims = random.chance(0.3)
					? { heads: [bytes(32)], number: 1 + random.below(5), previous: random.chance(0.5) ? bytes(32) : null }
					: {};
				const outcomes = await shelf.take([await forgeAnything(statement, claims)]);
				expect(["accepted", "waiting", "refused", "known", "late"]).toContain(outcomes[0]?.is);
				expect(shelf.history.current()?.members.get(ada)?.role).toBe("owner");
			}),
		TIME,
	);

	test(
		"presence, as it is on its way and as a member seals it",
		() =>
			fuzz(0.05, async (random) => {
				const key = team.key.key;
				const device = sodium.crypto_sign_seed_keypair(bytes(32));
				const author = { space: team.space, device: device.publicKey, epoch: 0, number: 1 };
				const sign = async (said: Uint8Array): Promise<Uint8Array> => sodium.crypto_sign_detached(said, device.privateKey);
				const place = { item: "a".repeat(26), selection: { field: "body", anchor: "1@00", head: "2@00" } };
				const said = await sealPresence(sodium, author, mutateValue(random, place) as Place, key, sign);
				const opened = openPresence(sodium, said, () => [key]);
				if (opened !== null) expect(opened.place === null || opened.place.item.length === 26).toBe(true);
				openPresence(sodium, mutateBytes(random, said), () => [key]);
			}),
		TIME,
	);

	test(
		"boxes of keys",
		() =>
			fuzz(0.05, (random) => {
				const pair = sodium.crypto_sign_keypair();
				const content = random.chance(0.5) ? mutateCbor(random, encode([[0, bytes(32)]])) : randomBytes(random, 200);
				const box = sodium.crypto_box_seal(content, sodium.crypto_sign_ed25519_pk_to_curve25519(pair.publicKey));
				openBox(sodium, { to: "", box }, pair);
				openBox(sodium, { to: "", box: randomBytes(random, 200) }, pair);
			}),
		TIME,
	);

	test(
		"messages",
		() =>
			fuzz(0.25, (random) => {
				const mutated = mutateBytes(random, encode(random.pick(messages)));
				only(NotCbor, () => {
					const read = readCbor(mutated, 17_000);
					for (const kind of [Question, Answer, Notice]) kind.safeParse(read);
				});
			}),
		TIME,
	);

	test(
		"sealed frames whose contents are anything",
		() =>
			fuzz(0.1, async (random) => {
				const { transport, feed } = loose();
				const key = bytes(32);
				const channel = createChannel(sodium, transport, { send: key, receive: key });
				const heard: unknown[] = [];
				channel.receive((message) => heard.push(message));
				for (let number = 0; number < 3; number++) {
					const piece = mutateBytes(random, encode(random.pick(messages))).slice(0, 4200);
					const nonce = new Uint8Array(24);
					nonce[23] = number;
					const plain = Buffer.concat([Uint8Array.of(random.pick([0, 0, 0, 1, 2])), piece]);
					feed(sodium.crypto_aead_xchacha20poly1305_ietf_encrypt(plain, null, null, nonce, key));
				}
				const ending = channel.ending();
				if (ending !== null) expect(["broken-frame", "too-large", "not-a-message"]).toContain(ending.why);
				channel.end("closed");
				await channel.ended;
			}),
		TIME,
	);

	test(
		"the first frames of a handshake",
		() =>
			fuzz(0.08, async (random) => {
				const role = random.pick(["initiator", "responder"] as const);
				const { transport, feed } = loose();
				const deadlines: (() => void)[] = [];
				const hands = shakeHands({
					transport,
					role,
					identity: newIdentity(),
					sodium,
					after: (milliseconds, work) => {
						expect(milliseconds).toBe(HANDSHAKE_TIME);
						deadlines.push(work);
						return () => undefined;
					},
					expectedDevice: null,
				});
				const ephemeral = sodium.crypto_scalarmult_base(bytes(32));
				const first = role === "responder" ? { protocol: "commonplace", versions: [1], ephemeral } : { version: 1, ephemeral };
				feed(mutateBytes(random, encode(first)));
				feed(randomBytes(random, 300));
				for (const late of deadlines) late();
				const error: unknown = await hands.then(
					() => null,
					(reason: unknown) => reason,
				);
				expect(error).toBeInstanceOf(ConversationEnded);
			}),
		TIME,
	);

	test(
		"proofs",
		() =>
			fuzz(0.03, async (random) => {
				const line = memoryLine();
				const honest = sideOf("responder", line.responder, {}).then(
					(conversation) => conversation.end(),
					(reason: unknown) => expect(reason).toBeInstanceOf(ConversationEnded),
				);
				const identity = newIdentity();
				const proof = { device: identity.device, owner: identity.owner, signature: null };
				const odd = { ...Object(mutateValue(random, proof)) } as Partial<Record<keyof typeof proof, unknown>>;
				const sign = odd.signature === null ? identity.sign : async () => odd.signature ?? bytes(64);
				const other = shakeHands({
					transport: line.initiator,
					role: "initiator",
					identity: { ...odd, sign } as unknown as SessionIdentity,
					sodium,
					after,
					expectedDevice: null,
				});
				await Promise.allSettled([other]);
				line.cut();
				await honest;
			}),
		TIME,
	);

	test(
		"a whole conversation with somebody who says anything",
		() =>
			fuzz(0.02, async (random) => {
				const line = memoryLine();
				const shelf = createShelf(sodium);
				const [honest, other] = await Promise.all([
					sideOf("responder", line.responder, { offered: offerShelf(sodium, shelf), identity: newServer() }),
					shakeHands({ transport: line.initiator, role: "initiator", identity: identityOf(team.ada), sodium, after, expectedDevice: null }),
				]);
				other.channel.receive(() => undefined);
				const asked = Promise.allSettled([honest.mySpaces(), honest.list(hex(16), 0, 5)]);
				for (let said = 0; said < 12; said++) {
					const message = random.chance(0.3) ? random.pick(messages) : mutateValue(random, random.pick(messages));
					void other.channel.send(typeof message === "object" && message !== null ? message : [oddValue(random)]);
				}
				await turns(8);
				other.channel.end("closed");
				const ending = await honest.ended;
				expect(EndReason.options).toContain(ending.why);
				expect(ending.why).not.toBe("failed");
				await asked;
			}),
		TIME,
	);
});

/** A shelf with Ada's team as it is. */
async function standing() {
	const shelf = createShelf(sodium).make(team.space);
	await shelf.take(team.ada.envelopes());
	return { shelf, ada: team.ada.speaker.person };
}

/** An envelope on the membership lane that says whatever it says, and is signed by Ada's device. */
async function forgeAnything(statement: unknown, claims: object): Promise<Uint8Array> {
	const envelopes = [...team.ada.disk.considered.values()];
	const last = envelopes.filter(({ header }) => sodium.to_hex(header.device) === team.ada.speaker.device).at(-1);
	const header = encode({
		version: 1,
		space: team.space,
		lane: "membership",
		device: fromHex(team.ada.speaker.device),
		epoch: 0,
		heads: team.ada.history().heads().map(fromHex),
		number: (last?.header.number ?? 0) + 1,
		previous: last === undefined ? null : fromHex(last.id),
		nonce: bytes(24),
		...claims,
	});
	const sealed = encode({ time: 5, statement });
	const hash = (part: Uint8Array): Uint8Array => sodium.crypto_generichash(32, part, null);
	return encode([header, sealed, await team.ada.sign(Buffer.concat([ENVELOPE_DOMAIN, hash(header), hash(sealed)]))]);
}
