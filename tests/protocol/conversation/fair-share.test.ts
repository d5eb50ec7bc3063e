import sodium from "libsodium-wrappers-sumo";
import { beforeAll, describe, expect, test } from "vitest";
import { PIECE } from "../../../shared/protocol/conversation/channel";
import { ConversationEnded } from "../../../shared/protocol/conversation/endings";
import { MOST_ENTRIES, MOST_UNANSWERED } from "../../../shared/protocol/conversation/messages";
import type { Offered, OfferedNews } from "../../../shared/protocol/conversation/ports";
import { meetBy, testTime, turns, until } from "./meeting";
import { memoryLine } from "./memory-transport";
import { asking, entry, facing, idOf, offers, SPACE, some } from "./other-sides";

beforeAll(() => sodium.ready);

const openly: Offered["open"] = async () => ({ ok: { role: "reader", numbering: "0".repeat(16), last: 3 } });

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

	test("who asks for much in many spaces and reads none of it makes us hold a few answers, and gets all of them in the end", async () => {
		let made = 0;
		const fetch: Offered["fetch"] = async () => {
			made += 1;
			return { ok: [some(100_000)] };
		};
		const line = memoryLine();
		let isRead = true;
		const waiting: (() => void)[] = [];
		const responder = {
			...line.responder,
			async send(frame: Uint8Array) {
				if (!isRead) await new Promise<void>((resolve) => waiting.push(resolve));
				return line.responder.send(frame);
			},
		};
		const { asking: one } = await meetBy({}, { offered: offers({ fetch }) }, { ...line, responder });
		isRead = false;
		const spaces = Array.from({ length: 30 }, (_, number) => number.toString(16).padStart(32, "0"));
		const asked = Promise.all(spaces.map((space) => one.fetch(space, [idOf(some(100_000))])));
		await turns(50);
		expect(made).toBeGreaterThan(0);
		expect(made).toBeLessThanOrEqual(4);
		isRead = true;
		for (const go of waiting) go();
		expect(await asked).toHaveLength(spaces.length);
		expect(made).toBe(spaces.length);
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
		// Whose envelope was kept may send large ones.
		await one.push(SPACE, [large]);
		expect(await one.push(SPACE, [envelope])).toEqual({ ok: [{ is: "kept", position: 1 }] });
		expect(Buffer.compare(received[1] ?? new Uint8Array(), envelope)).toBe(0);
		await expect(one.push(SPACE, [new Uint8Array(67 * 1024 * 1024)])).rejects.toThrow("too large");
		expect(await one.mySpaces()).toEqual({ ok: [] });
		one.end();
	});
});
