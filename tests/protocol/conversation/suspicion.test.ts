import sodium from "libsodium-wrappers-sumo";
import { beforeAll, describe, expect, test } from "vitest";
import { PIECE } from "../../../shared/protocol/conversation/channel";
import type { Conversation } from "../../../shared/protocol/conversation/conversation";
import { ConversationEnded } from "../../../shared/protocol/conversation/endings";
import { type Session, shakeHands } from "../../../shared/protocol/conversation/handshake";
import { type Entry, MOST_ENTRIES, MOST_UNANSWERED } from "../../../shared/protocol/conversation/messages";
import type { Offered, OfferedNews } from "../../../shared/protocol/conversation/ports";
import { envelopeId } from "../../../shared/protocol/envelope";
import { after, meetBy, newIdentity, newServer, sideOf, someKey, testTime, turns, until } from "./meeting";
import { offerShelf } from "./memory-offered";
import { createShelf } from "./memory-shelf";
import { type Fault, memoryLine } from "./memory-transport";

const SPACE = "5".repeat(32);
const some = (length: number): Uint8Array => new Uint8Array(length).fill(length % 251);
const idOf = (bytes: Uint8Array): string => envelopeId(sodium, bytes);
const entry = (position: number, bytes: Uint8Array = some(position)): Entry => ({ position, id: idOf(bytes), size: bytes.length });

beforeAll(() => sodium.ready);

/** Offers what it says, and otherwise nothing. */
function offers(answers: Partial<Offered>): Offered {
	return { ...offerShelf(sodium, createShelf(sodium)), ...answers };
}

async function asking(answers: Partial<Offered>, side: Parameters<typeof meetBy>[1] = {}): Promise<Conversation> {
	return (await meetBy({}, { offered: offers(answers), ...side })).asking;
}

/** Somebody honest, and at the other end somebody who says whatever a test wants. */
async function facing(
	role: "initiator" | "responder",
	side: Parameters<typeof meetBy>[0] = {},
): Promise<{ honest: Conversation; other: Session }> {
	const line = memoryLine();
	const otherRole = role === "initiator" ? "responder" : "initiator";
	const [honest, other] = await Promise.all([
		sideOf(role, line[role], side),
		shakeHands({
			transport: line[otherRole],
			role: otherRole,
			identity: otherRole === "initiator" ? newIdentity() : newServer(),
			sodium,
			after,
			expectedDevice: null,
		}),
	]);
	return { honest, other };
}

const openly: Offered["open"] = async () => ({ ok: { role: "reader", numbering: "0".repeat(16), last: 3 } });

describe("on the way", () => {
	const disturbances: Readonly<Record<string, (at: number) => Fault>> = {
		"a frame left out": (at) => (frame, number) => (number === at ? [] : [frame]),
		"a frame repeated": (at) => (frame, number) => (number === at ? [frame, Uint8Array.from(frame)] : [frame]),
		"frames in another order": (at) => {
			let held: Uint8Array | null = null;
			return (frame, number) => {
				if (number === at) held = frame;
				return number === at ? [] : held === null ? [frame] : [frame, held];
			};
		},
		"a frame cut short": (at) => (frame, number) => [number === at ? frame.slice(0, -1) : frame],
		"a frame of one's own, sent back": (at) => (frame, number) => [number === at ? some(40) : frame],
	};

	for (const [what, disturb] of Object.entries(disturbances)) {
		for (const side of ["initiator", "responder"] as const) {
			test(`${what} ends the conversation, and every question is settled (${side})`, async () => {
				const line = memoryLine();
				const { asking: one, answering: other } = await meetBy({}, { offered: offers({}) }, line);
				line.disturb(side, disturb(line.sent[side].frames + 1));
				const settled = await Promise.allSettled(Array.from({ length: 6 }, () => one.mySpaces()));
				for (const { status } of settled.slice(2)) expect(status).toBe("rejected");
				const endings = await Promise.all([one.ended, other.ended]);
				expect(endings.map(({ why }) => why)).toContain("broken-frame");
			});
		}
	}

	test("a bit that is flipped, anywhere in any frame, ends the conversation before anything is believed", async () => {
		for (const side of ["initiator", "responder"] as const) {
			for (let frameAt = 0; frameAt < 3; frameAt++) {
				for (let bit = 0; bit < 8 * 40; bit += 37) {
					const line = memoryLine();
					const { asking: one, answering: other } = await meetBy({}, { offered: offers({}) }, line);
					const target = line.sent[side].frames + frameAt;
					line.disturb(side, (frame, number) => {
						if (number !== target) return [frame];
						const flipped = Uint8Array.from(frame);
						const at = (bit >> 3) % frame.length;
						flipped[at] = (flipped[at] ?? 0) ^ (1 << (bit & 7));
						return [flipped];
					});
					const settled = await Promise.allSettled([one.mySpaces(), one.mySpaces(), one.mySpaces()]);
					expect(settled.filter(({ status }) => status === "fulfilled").length).toBe(frameAt);
					const endings = await Promise.all([one.ended, other.ended]);
					expect(endings.map(({ why }) => why)).toContain("broken-frame");
				}
			}
		}
	});

	test("a line that is cut settles every question, and later ones at once", async () => {
		const line = memoryLine();
		const { asking: one } = await meetBy({}, { offered: offers({ mySpaces: () => new Promise(() => undefined) }) }, line);
		const waiting = Array.from({ length: 100 }, () => one.mySpaces());
		await turns(3);
		line.cut();
		for (const outcome of await Promise.allSettled(waiting)) {
			expect(outcome.status === "rejected" && outcome.reason instanceof ConversationEnded && outcome.reason.ending).toMatchObject({
				why: "line-broke",
				by: "line",
			});
		}
		await expect(one.mySpaces()).rejects.toBeInstanceOf(ConversationEnded);
		one.presence(SPACE, some(3));
	});
});

describe("an answer that cannot be true ends the conversation", () => {
	const bytes = [some(10), some(20), some(30)] as const;
	const ids = bytes.map(idOf);
	const lies: Readonly<Record<string, readonly [Partial<Offered>, (one: Conversation) => Promise<unknown>]>> = {
		"positions that descend": [{ list: async () => ({ ok: { entries: [entry(2), entry(1)], last: 2 } }) }, (one) => one.list(SPACE, 0, 10)],
		"a position twice": [
			{ list: async () => ({ ok: { entries: [entry(2), entry(2, some(9))], last: 2 } }) },
			(one) => one.list(SPACE, 0, 10),
		],
		"positions before those asked for": [{ list: async () => ({ ok: { entries: [entry(2)], last: 9 } }) }, (one) => one.list(SPACE, 2, 10)],
		"an envelope listed twice": [
			{ list: async () => ({ ok: { entries: [entry(1, some(5)), entry(2, some(5))], last: 2 } }) },
			(one) => one.list(SPACE, 0, 10),
		],
		"more entries than asked for": [
			{ list: async () => ({ ok: { entries: [entry(1), entry(2), entry(3)], last: 3 } }) },
			(one) => one.list(SPACE, 0, 2),
		],
		"a last position before the entries": [
			{ list: async () => ({ ok: { entries: [entry(4)], last: 3 } }) },
			(one) => one.list(SPACE, 0, 2),
		],
		"bytes that are none of the envelopes asked for": [{ fetch: async () => ({ ok: [some(11)] }) }, (one) => one.fetch(SPACE, ids)],
		"an envelope twice": [{ fetch: async () => ({ ok: [bytes[0], bytes[0]] }) }, (one) => one.fetch(SPACE, ids)],
		"envelopes in another order": [{ fetch: async () => ({ ok: [bytes[1], bytes[0]] }) }, (one) => one.fetch(SPACE, ids)],
		"fewer outcomes than envelopes": [
			{ push: async () => ({ ok: [{ is: "kept", position: 1 }] }) },
			(one) => one.push(SPACE, [bytes[0], bytes[1]]),
		],
		"more files than asked for": [{ findBlobs: async () => ({ ok: [null, null] }) }, (one) => one.findBlobs(SPACE, [someKey()])],
		"more of a file than there is": [
			{ findBlobs: async () => ({ ok: [{ total: 1, arrived: 2 }] }) },
			(one) => one.findBlobs(SPACE, [someKey()]),
		],
		"a part that is larger than the file": [
			{ getBlob: async () => ({ ok: { total: 3, bytes: some(4) } }) },
			(one) => one.getBlob(SPACE, someKey(), 0),
		],
		"nothing of a file that goes on, for ever": [
			{ getBlob: async () => ({ ok: { total: 30, bytes: some(0) } }) },
			(one) => one.getBlob(SPACE, someKey(), 0),
		],
		"more kept of a file than there is": [
			{ putBlob: async () => ({ ok: { arrived: 99 } }) },
			(one) => one.putBlob(SPACE, someKey(), 4, 0, some(4)),
		],
	};

	for (const [lie, [answers, ask]] of Object.entries(lies)) {
		test(lie, async () => {
			const one = await asking(answers);
			const outcome = await ask(one).catch((error: unknown) => error);
			expect(outcome).toBeInstanceOf(ConversationEnded);
			expect(await one.ended).toMatchObject({ why: "false-answer", by: "us" });
		});
	}

	test("an answer to nothing, or to another question", async () => {
		const { honest, other } = await facing("initiator");
		void other.channel.send({ is: "registered", ask: 7 });
		expect(await honest.ended).toMatchObject({ why: "unasked", by: "us" });
		const again = await facing("initiator");
		const asked = again.honest.mySpaces();
		void again.other.channel.send({ is: "registered", ask: 0 });
		await expect(asked).rejects.toBeInstanceOf(ConversationEnded);
		expect(await again.honest.ended).toMatchObject({ why: "false-answer", by: "us" });
	});

	test("what is no message at all", async () => {
		for (const message of [{}, [], { is: "open" }, { is: "listed", ask: 0, entries: [{}], last: 0 }, { is: "bye", why: "x".repeat(99) }]) {
			const { honest, other } = await facing("initiator");
			void other.channel.send(message);
			expect(await honest.ended).toMatchObject({ why: "not-a-message", by: "us" });
		}
	});

	test("news of a space that was not opened, or that cannot be true", async () => {
		const news = (entries: readonly Entry[], envelopes: readonly Uint8Array[] = []) => ({ is: "news", space: SPACE, entries, envelopes });
		const unasked = await facing("initiator");
		void unasked.other.channel.send(news([entry(1)]));
		expect(await unasked.honest.ended).toMatchObject({ why: "unasked", by: "us" });
		const lies = [
			news([entry(3)]),
			news([entry(5), entry(4)]),
			news([entry(5)], [some(6)]),
			news([entry(5), entry(6)], [some(6), some(5)]),
			news([entry(5)], [some(5), some(5)]),
		];
		for (const lie of lies) {
			const { honest, other } = await facing("initiator");
			const opened = honest.open([{ space: SPACE, invite: null }]);
			void other.channel.send({
				is: "opened",
				ask: 0,
				spaces: [{ is: "open", space: SPACE, numbering: "0".repeat(16), last: 3, role: "reader" }],
			});
			await opened;
			void other.channel.send(lie);
			expect(await honest.ended).toMatchObject({ why: "false-answer", by: "us" });
		}
	});

	test("other spaces than those that were to be opened", async () => {
		const { honest, other } = await facing("initiator");
		const opened = honest.open([{ space: SPACE, invite: null }]);
		void other.channel.send({ is: "opened", ask: 0, spaces: [{ is: "refused", space: "6".repeat(32), why: "no-such-space" }] });
		await expect(opened).rejects.toBeInstanceOf(ConversationEnded);
		expect(await honest.ended).toMatchObject({ why: "false-answer", by: "us" });
	});
});

describe("the other side gets no more than its share", () => {
	test("an answer that never comes ends the conversation after a minute of silence", async () => {
		const time = testTime();
		const { asking: one } = await meetBy({ after: time.after }, { offered: offers({ mySpaces: () => new Promise(() => undefined) }) });
		const asked = one.mySpaces().catch((error: unknown) => error);
		await time.pass(59_000);
		let isOver = false;
		void one.ended.then(() => {
			isOver = true;
		});
		await turns(3);
		expect(isOver).toBe(false);
		await time.pass(20_000);
		expect(await asked).toBeInstanceOf(ConversationEnded);
		expect(await one.ended).toMatchObject({ why: "too-slow", by: "us" });
	});

	test("a slow line that moves is waited for, but not for ever", async () => {
		const time = testTime();
		const { honest, other } = await facing("initiator", { after: time.after });
		const asked = honest.mySpaces().catch((error: unknown) => error);
		let minutes = 0;
		for (; minutes < 30; minutes++) {
			void other.channel.send({ is: "presence", space: SPACE, sealed: some(1) });
			await turns(5);
			await time.pass(60_000);
			if (await Promise.race([honest.ended.then(() => true), turns(3).then(() => false)])) break;
		}
		expect(minutes).toBeGreaterThan(5);
		expect(minutes).toBeLessThan(15);
		expect(await asked).toBeInstanceOf(ConversationEnded);
	});

	test("an asker that floods is shown the door", async () => {
		const { honest, other } = await facing("responder", { offered: offers({ mySpaces: () => new Promise(() => undefined) }) });
		for (let ask = 0; ask <= MOST_UNANSWERED; ask++) void other.channel.send({ is: "my-spaces", ask });
		expect(await honest.ended).toMatchObject({ why: "too-many-questions", by: "us" });
	});

	test("our own asker never floods, however much is asked at once", async () => {
		let [open, most] = [0, 0];
		const list: Offered["list"] = async () => {
			open += 1;
			most = Math.max(most, open);
			await turns(1);
			open -= 1;
			return { ok: { entries: [], last: 0 } };
		};
		const one = await asking({ list });
		const spaces = Array.from({ length: 500 }, (_, number) => number.toString(16).padStart(32, "0"));
		await Promise.all(spaces.map((space) => one.list(space, 0, 1)));
		expect(most).toBeLessThanOrEqual(MOST_UNANSWERED / 2);
		expect(most).toBeGreaterThan(1);
		one.end();
	});

	test("what comes too fast is refused, and what comes later answered", async () => {
		let left = 2;
		const admit = (): boolean => left-- > 0;
		const one = await asking({}, { admit });
		const answers = await Promise.all([one.mySpaces(), one.mySpaces(), one.mySpaces()]);
		expect(answers).toEqual([{ ok: [] }, { ok: [] }, { refused: "too-fast" }]);
		left = 1;
		expect(await one.mySpaces()).toEqual({ ok: [] });
		one.end();
	});

	test("questions about one space are answered one at a time and in order, spaces beside one another", async () => {
		const order: string[] = [];
		const gates = new Map<string, () => void>();
		const list: Offered["list"] = async (_, space, from) => {
			order.push(`${space[0]}${from}`);
			await new Promise<void>((resolve) => gates.set(`${space[0]}${from}`, resolve));
			return { ok: { entries: [], last: from } };
		};
		const one = await asking({ list });
		const [a, b] = ["a".repeat(32), "b".repeat(32)];
		const asked = Promise.all([one.list(a, 1, 1), one.list(a, 2, 1), one.list(b, 3, 1)]);
		await turns(5);
		expect(order).toEqual(["a1", "b3"]);
		gates.get("a1")?.();
		await turns(5);
		expect(order).toEqual(["a1", "b3", "a2"]);
		for (const go of gates.values()) go();
		await asked;
		one.end();
	});

	test("what fails in what is offered is told as a failure, without its words, and the conversation goes on", async () => {
		const faults: unknown[] = [];
		const failing = async (): Promise<never> => {
			throw new Error("the disk is at /home/ada");
		};
		const one = await asking({ list: failing }, { onFault: (error) => faults.push(error) });
		expect(await one.list(SPACE, 0, 1)).toEqual({ refused: "failed" });
		expect(String(faults[0])).toContain("/home/ada");
		expect(await one.mySpaces()).toEqual({ ok: [] });
		one.end();
	});

	test("who offers nothing refuses, and who is asked for nothing answers nothing", async () => {
		const { asking: one } = await meetBy();
		expect(await one.mySpaces()).toEqual({ refused: "not-allowed" });
		expect(await one.open([{ space: SPACE, invite: null }])).toEqual({ refused: "not-allowed" });
		one.end();
	});

	test("news wait for a slow line without filling the memory: then they say that there is more", async () => {
		let tell: (news: OfferedNews) => void = () => undefined;
		const line = memoryLine({ delay: 1, window: 10_000 });
		const { asking: one } = await meetBy(
			{},
			{
				offered: offers({
					open: openly,
					follow: (_who, _space, listener) => {
						tell = listener;
						return () => undefined;
					},
				}),
			},
			line,
		);
		const told: { entries: number; envelopes: number; last: number | undefined }[] = [];
		one.onTold((notice) => {
			if (notice.is === "news")
				told.push({ entries: notice.entries.length, envelopes: notice.envelopes.size, last: notice.entries.at(-1)?.position });
		});
		await one.open([{ space: SPACE, invite: null }]);
		const envelope = (position: number): Uint8Array => sodium.crypto_generichash(64, new Uint8Array([position >> 8, position & 255]), null);
		const send = (position: number): void =>
			tell({ is: "entries", entries: [entry(position, envelope(position))], envelopes: [envelope(position)] });
		for (let position = 4; position < 4 + MOST_ENTRIES + 500; position++) send(position);
		await until(() => told.some(({ entries }) => entries === 0), "more than was told");
		expect(told[0]).toEqual({ entries: 1, envelopes: 1, last: 4 });
		expect(told).toContainEqual({ entries: 0, envelopes: 0, last: undefined });
		send(9000);
		await until(() => told.at(-1)?.last === 9000, "news after that");
		expect(told.at(-1)).toEqual({ entries: 1, envelopes: 1, last: 9000 });
		expect(told.length).toBeLessThan(6);
		one.end();
	});

	test("a message of many pieces arrives whole; one that is too large is not even begun", async () => {
		const received: Uint8Array[] = [];
		const push: Offered["push"] = async (_who, _space, envelopes) => {
			received.push(...envelopes);
			return { ok: envelopes.map((_, index) => ({ is: "kept", position: index + 1 })) };
		};
		const one = await asking({ push });
		const large = sodium.randombytes_buf(64);
		const envelope = new Uint8Array(5 * PIECE + 77);
		envelope.set(large, 3 * PIECE);
		expect(await one.push(SPACE, [envelope])).toEqual({ ok: [{ is: "kept", position: 1 }] });
		expect(Buffer.compare(received[0] ?? new Uint8Array(), envelope)).toBe(0);
		await expect(one.push(SPACE, [new Uint8Array(67 * 1024 * 1024)])).rejects.toThrow("too large");
		expect(await one.mySpaces()).toEqual({ ok: [] });
		one.end();
	});
});
