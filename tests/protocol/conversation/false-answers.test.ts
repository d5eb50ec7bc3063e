import sodium from "libsodium-wrappers-sumo";
import { beforeAll, describe, expect, test } from "vitest";
import type { Conversation } from "../../../shared/protocol/conversation/conversation";
import { ConversationEnded } from "../../../shared/protocol/conversation/endings";
import type { Entry } from "../../../shared/protocol/conversation/messages";
import type { Offered } from "../../../shared/protocol/conversation/ports";
import { someKey } from "./meeting";
import { asking, entry, facing, idOf, SPACE, some } from "./other-sides";

beforeAll(() => sodium.ready);

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
		"more files than asked for": [{ findBlobs: async () => ({ ok: [[], []] }) }, (one) => one.findBlobs(SPACE, [someKey()])],
		"more of a file than there is": [
			{ findBlobs: async () => ({ ok: [[{ by: someKey(), total: 1, arrived: 2 }]] }) },
			(one) => one.findBlobs(SPACE, [someKey()]),
		],
		"a part that is larger than the file": [
			{ getBlob: async () => ({ ok: { total: 3, bytes: some(4) } }) },
			(one) => one.getBlob(SPACE, someKey(), someKey(), 0),
		],
		"nothing of a file that goes on, for ever": [
			{ getBlob: async () => ({ ok: { total: 30, bytes: some(0) } }) },
			(one) => one.getBlob(SPACE, someKey(), someKey(), 0),
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
