/**
 * Over a line that breaks again and again everything arrives, and nothing begins again from zero. In full, by hand:
 * `BACKLOG=50000 BREAKS_AFTER=5000 FILE_BYTES=2000000000 npx vitest run tests/server/weak-line`, which prints what it took.
 */
import { createCipheriv } from "node:crypto";
import sodium from "libsodium-wrappers-sumo";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { fromHex, toHex } from "../../shared/protocol/bytes";
import { fetchBlob, sendBlob } from "../../shared/protocol/conversation/blob-transfer";
import { carry } from "../../shared/protocol/conversation/carry";
import type { Conversation } from "../../shared/protocol/conversation/conversation";
import { BLOB_PART } from "../../shared/protocol/conversation/messages";
import { envelopeId } from "../../shared/protocol/envelope";
import { type Laptop, laptopOf } from "../protocol/conversation/carried";
import { after } from "../protocol/conversation/meeting";
import { foundTeam, member, type Team } from "../protocol/membership/team";
import { overWeakLines, type Traffic, type WeakLine } from "./weak-line";
import { connect, ok, startServer, type WholeServer } from "./whole-server";

const BACKLOG = Number(process.env.BACKLOG ?? 5000);
const BREAKS_AFTER = Number(process.env.BREAKS_AFTER ?? 200);
const FILE_BYTES = Number(process.env.FILE_BYTES ?? 8_000_000);
const TIME = 120_000 + BACKLOG * 20 + FILE_BYTES / 1000;

let server: WholeServer;
let team: Team;
let ada: Laptop;
let ben: Laptop;

beforeAll(async () => {
	await sodium.ready;
	server = await startServer({ registration: "open", logLevel: "error" });
});
afterAll(() => server.remove());
beforeEach(async () => {
	team = await foundTeam();
	ben = laptopOf(await member(team, "Ben", "editor"));
	ada = laptopOf(team.ada);
	for (const { device } of [ada, ben]) {
		const conversation = await connect(server.port, device);
		ok(await conversation.register(""));
		conversation.end();
	}
});

/** Envelopes of Ada's, each on the one before. */
async function backlog(count: number): Promise<readonly Uint8Array[]> {
	const own = [...team.ada.disk.considered.values()].filter(({ header }) => toHex(header.device) === team.ada.speaker.device);
	const first = await team.ada.forge("content");
	const envelopes = [first];
	let [number, previous] = [own.length + 1, envelopeId(sodium, first)];
	while (envelopes.length < count) {
		number += 1;
		const bytes = await team.ada.forge("content", { number, previous: fromHex(previous) });
		previous = envelopeId(sodium, bytes);
		envelopes.push(bytes);
	}
	return envelopes;
}

const has = (laptop: Laptop): number => laptop.shelf.get(team.space)?.log.length ?? 0;

/** What was asked for or sent although the other side had said before that it is there. */
function watched(conversation: Conversation, done: Set<string>, again: string[]): Conversation {
	return {
		...conversation,
		async push(space, envelopes) {
			const ids = envelopes.map((bytes) => envelopeId(sodium, bytes));
			again.push(...ids.filter((id) => done.has(id)));
			const answered = await conversation.push(space, envelopes);
			if ("ok" in answered) for (const id of ids) done.add(id);
			return answered;
		},
		async fetch(space, ids) {
			again.push(...ids.filter((id) => ben.shelf.get(space)?.has(id)));
			return conversation.fetch(space, ids);
		},
	};
}

/** Exchanges the space until everything has gone and come. */
async function exchangeAll(laptop: Laptop, conversation: Conversation, isAll: () => boolean): Promise<void> {
	const spaces = [{ space: team.space, invite: null, mayBring: true }];
	const carrying = carry({ conversation, copy: laptop.copy, after, spaces, otherCarries: false });
	const isDone = (): boolean => isAll() && carrying.progress().every(({ state }) => state === "up-to-date");
	const over = carrying.ended.then(({ error }) => {
		throw error ?? new Error("the line broke");
	});
	over.catch(() => undefined);
	try {
		while (!isDone()) await Promise.race([over, new Promise((settle) => setTimeout(settle, 5))]);
	} finally {
		// What had come when the line broke is taken before the next one begins.
		for (let before = -1; before < has(laptop); ) {
			before = has(laptop);
			await laptop.shelf.make(team.space).take([]);
			await new Promise((settle) => setTimeout(settle, 20));
		}
	}
}

function say(what: string, bytes: number, started: number, { sent, received, breaks }: Traffic): void {
	if (process.env.BACKLOG === undefined && process.env.FILE_BYTES === undefined) return;
	const seconds = ((performance.now() - started) / 1000).toFixed(1);
	console.log(`${what}: ${bytes} bytes in ${seconds} s, ${breaks} breaks, ${sent} bytes sent, ${received} received`);
}

test(
	"a backlog goes up and comes down over a line that breaks every fifth of a second, and is not sent again from its beginning",
	async () => {
		await ada.keep();
		const pages = await backlog(BACKLOG);
		await ada.shelf.make(team.space).take(pages);
		const bytes = pages.reduce((sum, { length }) => sum + length, 0);
		// So slow that it takes about ten lines.
		const line: WeakLine = { bytesPerSecond: Math.ceil(bytes / 10 / (BREAKS_AFTER / 1000)), breaksAfter: BREAKS_AFTER };
		const sentUpTo = (): number => ada.copy.kept.at(-1)?.sent ?? 0;
		const [done, again] = [new Set<string>(), [] as string[]];
		const began = performance.now();
		const up = await overWeakLines(server.port, ada.identity, line, sentUpTo, (conversation) =>
			exchangeAll(ada, watched(conversation, done, again), () => sentUpTo() === has(ada)),
		);
		say("up", bytes, began, up);
		expect(up.breaks).toBeGreaterThan(3);
		const marks = ada.copy.kept.map(({ sent }) => sent);
		expect(marks).toEqual([...marks].sort((one, other) => one - other));

		const begun = performance.now();
		const down = await overWeakLines(
			server.port,
			ben.identity,
			line,
			() => has(ben),
			(conversation) => exchangeAll(ben, watched(conversation, done, again), () => has(ben) >= has(ada)),
		);
		say("down", bytes, begun, down);
		expect(down.breaks).toBeGreaterThan(3);
		expect(again).toEqual([]);
		expect(ben.ids(team.space)).toEqual(ada.ids(team.space));
	},
	TIME,
);

/** A sealed file of any size that need not be kept: its bytes follow from their place. */
function contentAt(from: number, length: number): Uint8Array {
	const counter = Buffer.alloc(16);
	counter.writeUIntBE(Math.floor(from / 16), 10, 6);
	const stream = createCipheriv("aes-128-ctr", Buffer.alloc(16, 7), counter);
	return new Uint8Array(stream.update(Buffer.alloc((from % 16) + length)).subarray(from % 16));
}

test(
	"a large file goes up and comes down over such a line, on from where it broke off",
	async () => {
		await ada.keep();
		const founder = await connect(server.port, team.ada);
		ok(await founder.push(team.space, team.ada.envelopes()));
		founder.end();
		// About ten lines for a small file; a large one goes as fast as it can.
		const bytesPerSecond = FILE_BYTES > 100e6 ? 200e6 : Math.ceil(FILE_BYTES / 10 / (BREAKS_AFTER / 1000));
		const line: WeakLine = { bytesPerSecond, breaksAfter: BREAKS_AFTER };
		const name = "ab".repeat(32);
		const by = team.ada.speaker.person;
		const goOn = async (): Promise<void> => undefined;
		let [across, wasRead] = [0, 0];
		const onProgress = (now: number): void => {
			across = Math.max(across, now);
		};
		const began = performance.now();
		const up = await overWeakLines(
			server.port,
			ada.identity,
			line,
			() => across,
			(conversation) =>
				sendBlob(
					{ conversation, after, space: team.space, goOn, onProgress },
					{
						...{ name, total: FILE_BYTES, by, isOurs: true },
						async read(from, length) {
							wasRead += length;
							return contentAt(from, length);
						},
					},
				),
		);
		say("file up", FILE_BYTES, began, up);
		expect(up.breaks).toBeGreaterThan(2);
		// What was on its way when a line broke is sent again: four parts, and what the line held.
		expect(wasRead).toBeLessThanOrEqual(FILE_BYTES + up.breaks * 8 * BLOB_PART);

		let here = 0;
		let isFalse = 0;
		const begun = performance.now();
		const down = await overWeakLines(
			server.port,
			ben.identity,
			line,
			() => here,
			async (conversation) => {
				const found = await fetchBlob(
					{ conversation, after, space: team.space, goOn },
					{
						names: [name],
						arrived: async () => here,
						async append(_, from, bytes) {
							if (from !== here || Buffer.compare(bytes, contentAt(from, bytes.length)) !== 0) isFalse += 1;
							here += bytes.length;
						},
						isTrue: async () => isFalse === 0,
					},
				);
				expect(found).toEqual({ name, by });
			},
		);
		say("file down", FILE_BYTES, begun, down);
		expect([here, isFalse]).toEqual([FILE_BYTES, 0]);
		expect(down.received).toBeLessThan(1.1 * FILE_BYTES + (down.breaks + 1) * 9 * BLOB_PART);
	},
	TIME,
);
