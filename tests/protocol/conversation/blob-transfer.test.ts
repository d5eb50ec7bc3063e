import { randomBytes } from "node:crypto";
import { beforeEach, describe, expect, test } from "vitest";
import {
	type BlobToFetch,
	type BlobToSend,
	type BlobTransfer,
	type CopyOfBlob,
	fetchBlob,
	sendBlob,
} from "../../../shared/protocol/conversation/blob-transfer";
import type { Conversation } from "../../../shared/protocol/conversation/conversation";
import { ConversationEnded } from "../../../shared/protocol/conversation/endings";
import { ExchangeRefused } from "../../../shared/protocol/conversation/exchange";
import { BLOB_PART } from "../../../shared/protocol/conversation/messages";
import type { After } from "../../../shared/protocol/conversation/ports";
import { foundTeam, member, type Team } from "../membership/team";
import { exchange, type Laptop, laptopOf, newShelfServer, type Server } from "./carried";
import { after, meetBy } from "./meeting";
import { memoryLine } from "./memory-transport";
import { slowed } from "./other-sides";

const NAME = "ab".repeat(32);
const whole = new Uint8Array(randomBytes(20 * BLOB_PART + 77));

let team: Team;
let ada: Laptop;
let server: Server;

beforeEach(async () => {
	team = await foundTeam();
	ada = laptopOf(team.ada);
	await ada.keep();
	server = newShelfServer();
	await exchange(ada, server, [team.space]);
});

async function connectAs(laptop: Laptop, line = memoryLine(), side: Parameters<typeof meetBy>[1] = {}): Promise<Conversation> {
	const { asking } = await meetBy({ identity: laptop.identity }, { identity: server.identity, offered: server.offered, ...side }, line);
	return asking;
}

const transferOf = (conversation: Conversation): BlobTransfer => ({ conversation, after, space: team.space, goOn: async () => undefined });

/** The file, and how many bytes of it were read. */
function file(by = ada, isOurs = true): BlobToSend & { wasRead: number } {
	const blob = {
		name: NAME,
		total: whole.length,
		by: by.device.speaker.person,
		isOurs,
		wasRead: 0,
		async read(from: number, length: number) {
			blob.wasRead += length;
			return whole.slice(from, from + length);
		},
	};
	return blob;
}

/** Where a file goes: checks that it comes in order. */
function place(names: readonly string[] = ["00".repeat(32), NAME]): BlobToFetch & { bytes: Uint8Array; readonly false: Set<string> } {
	const here = {
		names,
		bytes: new Uint8Array(),
		false: new Set<string>(),
		arrived: async ({ by }: CopyOfBlob) => (here.false.has(by) ? null : here.bytes.length),
		async append(_copy: CopyOfBlob, from: number, bytes: Uint8Array) {
			expect(from).toBe(here.bytes.length);
			here.bytes = Buffer.concat([here.bytes, bytes]);
		},
		async isTrue({ by }: CopyOfBlob) {
			if (isWhole(here.bytes)) return true;
			here.false.add(by);
			here.bytes = new Uint8Array();
			return false;
		},
	};
	return here;
}

const isWhole = (bytes: Uint8Array): boolean => Buffer.compare(bytes, whole) === 0;

describe("a file", () => {
	test("goes up and comes down whole, also at somebody else's", async () => {
		const ben = laptopOf(await member(team, "Ben", "reader"));
		await ada.keep();
		await exchange(ada, server, [team.space]);
		const progress: number[] = [];
		await sendBlob({ ...transferOf(await connectAs(ada)), onProgress: (across) => progress.push(across) }, file());
		expect(progress.at(-1)).toBe(whole.length);
		expect(progress).toEqual([...progress].sort((one, other) => one - other));
		const here = place();
		expect(await fetchBlob(transferOf(await connectAs(ben)), here)).toEqual({ name: NAME, by: team.ada.speaker.person });
		expect(isWhole(here.bytes)).toBe(true);
		const again = file();
		await sendBlob(transferOf(await connectAs(ada)), again);
		expect(again.wasRead).toBe(0);
	});

	test("goes on where it broke off, in both directions", async () => {
		const breaking = async (side: "initiator" | "responder"): Promise<BlobTransfer> => {
			const line = memoryLine();
			const conversation = await connectAs(ada, line);
			const limit = line.sent[side].frames + 14;
			line.disturb(side, (frame, number) => {
				if (number === limit) setTimeout(line.cut, 10);
				return number < limit ? [frame] : [];
			});
			return transferOf(conversation);
		};
		const blob = file();
		let tries = 0;
		for (let isThere = false; !isThere; tries++) {
			isThere = await breaking("initiator")
				.then((transfer) => sendBlob(transfer, blob))
				.then(
					() => true,
					(error: unknown) => {
						expect(error).toBeInstanceOf(ConversationEnded);
						return false;
					},
				);
		}
		expect(tries).toBeGreaterThan(2);
		expect(blob.wasRead).toBeLessThan(3 * whole.length);
		const here = place();
		for (let isHere = false; !isHere; ) {
			isHere = await breaking("responder")
				.then((transfer) => fetchBlob(transfer, here))
				.then(
					(copy) => copy?.name === NAME,
					() => false,
				);
		}
		expect(isWhole(here.bytes)).toBe(true);
	});

	test("that nobody has whole is not fetched", async () => {
		const conversation = await connectAs(ada);
		await conversation.putBlob(team.space, NAME, whole.length, 0, whole.slice(0, 100));
		const here = place();
		expect(await fetchBlob(transferOf(conversation), here)).toBeNull();
		expect(here.bytes.length).toBe(0);
		conversation.end();
	});

	test("arrives although parts were asked too fast and overtook one another", async () => {
		let left = 3;
		const refill = setInterval(() => {
			left = 3;
		}, 5);
		const { putBlob } = slowed(server.offered, () => left-- > 0);
		// Time goes faster here.
		const quick: After = (milliseconds, work) => after(milliseconds / 20, work);
		await sendBlob(
			{ ...transferOf(await connectAs(ada, memoryLine(), { offered: { ...server.offered, putBlob } })), after: quick },
			file(),
		);
		clearInterval(refill);
		const here = place();
		await fetchBlob(transferOf(await connectAs(ada)), here);
		expect(isWhole(here.bytes)).toBe(true);
	});

	test("of somebody who may not write there is refused, and tried no longer", async () => {
		const rea = laptopOf(await member(team, "Rea", "reader"));
		await ada.keep();
		await exchange(ada, server, [team.space]);
		const refused = await sendBlob(transferOf(await connectAs(rea)), file(rea)).catch((error: unknown) => error);
		expect(refused).toBeInstanceOf(ExchangeRefused);
		expect(refused).toMatchObject({ why: "not-allowed" });
	});

	test("whose size changes under way is a lie, and a full disk here is told as it is", async () => {
		await sendBlob(transferOf(await connectAs(ada)), file());
		const honest = server.offered;
		server.offered = {
			...honest,
			findBlobs: async (_who, _space, names) => ({
				ok: names.map(() => [{ by: team.ada.speaker.person, total: 1000, arrived: 1000 }]),
			}),
		};
		const conversation = await connectAs(ada);
		await fetchBlob(transferOf(conversation), place([NAME])).catch(() => undefined);
		expect(await conversation.ended).toMatchObject({ why: "false-answer", by: "us" });
		server.offered = honest;
		const full = { ...place(), append: () => Promise.reject(new Error("the disk is full")) };
		await expect(fetchBlob(transferOf(await connectAs(ada)), full)).rejects.toThrow("the disk is full");
	});

	test("is had although a member has put something else under its name: everybody's copy stands beside the others", async () => {
		const [mallory, ben] = [laptopOf(await member(team, "Mallory", "editor")), laptopOf(await member(team, "Ben", "editor"))];
		await ada.keep();
		await exchange(ada, server, [team.space]);
		const rubbish = { ...file(mallory), total: 1000, read: async (_: number, length: number) => new Uint8Array(length) };
		await sendBlob(transferOf(await connectAs(mallory)), rubbish);
		const nothing = place();
		expect(await fetchBlob(transferOf(await connectAs(ben)), nothing)).toBeNull();
		await sendBlob(transferOf(await connectAs(ada)), file());
		const here = place();
		expect(await fetchBlob(transferOf(await connectAs(ben)), here)).toEqual({ name: NAME, by: team.ada.speaker.person });
		expect(isWhole(here.bytes)).toBe(true);
		expect([...here.false]).toEqual([mallory.device.speaker.person]);
		// Who fetched it has seen that it is true, and need not bring it again.
		const again = file(ben, false);
		await sendBlob(transferOf(await connectAs(ben)), again);
		expect(again.wasRead).toBe(0);
	});

	test("that was found to be false once is not fetched again", async () => {
		const mallory = laptopOf(await member(team, "Mallory", "editor"));
		await ada.keep();
		await exchange(ada, server, [team.space]);
		const rubbish = { ...file(mallory), total: 1000, read: async (_: number, length: number) => new Uint8Array(length) };
		await sendBlob(transferOf(await connectAs(mallory)), rubbish);
		let parts = 0;
		const { getBlob } = server.offered;
		server.offered = {
			...server.offered,
			getBlob(...asked) {
				parts += 1;
				return getBlob(...asked);
			},
		};
		const here = place();
		for (let time = 0; time < 3; time++) expect(await fetchBlob(transferOf(await connectAs(ada)), here)).toBeNull();
		expect(parts).toBe(1);
	});

	test("waits while it is paused", async () => {
		let resume: () => void = () => undefined;
		const paused = new Promise<void>((resolve) => {
			resume = resolve;
		});
		const blob = file();
		const sending = sendBlob({ ...transferOf(await connectAs(ada)), goOn: () => paused }, blob);
		await new Promise((resolve) => setTimeout(resolve, 30));
		expect(blob.wasRead).toBe(0);
		resume();
		await sending;
		expect(blob.wasRead).toBe(whole.length);
	});
});
