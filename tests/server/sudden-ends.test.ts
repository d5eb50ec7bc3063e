/** What was acknowledged survives whatever ends suddenly: the server, its database, its disk. */
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { decode, encode } from "cborg";
import sodium from "libsodium-wrappers-sumo";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { WebSocket } from "ws";
import { createWebSocketTransport } from "../../server/http/websocket-transport";
import { createTokenBucket } from "../../server/limits/token-bucket";
import { asStoreFailure, type Database } from "../../server/store/database";
import { openPostgres } from "../../server/store/postgres-database";
import { FIRST_SETTINGS } from "../../server/store/sql-settings";
import { openStore } from "../../server/store/sql-store";
import { type Conversation, startConversation, type Told } from "../../shared/protocol/conversation/conversation";
import { ConversationEnded } from "../../shared/protocol/conversation/endings";
import type { Transport } from "../../shared/protocol/conversation/ports";
import { envelopeId, readHeader } from "../../shared/protocol/envelope";
import { after, identityOf, until, visitor } from "../protocol/conversation/meeting";
import { foundTeam, invite, member, remove, type Team } from "../protocol/membership/team";
import { offerStore } from "./offered-server";
import { type Postgres, startPostgres } from "./postgres";
import { startServerProcess } from "./server-process";
import { connect, fates, ok, refusalOf, startServer } from "./whole-server";

let postgres: Postgres;
let team: Team;
let space: string;

beforeAll(async () => {
	await sodium.ready;
	postgres = await startPostgres();
});
afterAll(() => postgres.remove());
beforeEach(async () => {
	team = await foundTeam();
	space = team.space;
});

async function arrive(port: number, device = team.ada): Promise<Conversation> {
	const conversation = await connect(port, device);
	ok(await conversation.register(""));
	return conversation;
}

/** Writes pages and gives their envelopes. */
async function writePages(count: number): Promise<readonly Uint8Array[]> {
	for (let page = 0; page < count; page++) await team.ada.write("content", `page ${page}`);
	return team.ada.envelopes().slice(-count);
}

async function killedWhilePushing(flags: readonly string[], environment: Readonly<Record<string, string>>): Promise<void> {
	const start = () => startServerProcess([...flags, "--registration", "open"], environment);
	const first = await start();
	const ada = await arrive(first.port);
	const acknowledged = new Set<string>();
	const push = async (envelopes: readonly Uint8Array[]): Promise<void> => {
		const outcomes = fates(await ada.push(space, envelopes));
		expect(new Set(outcomes)).toEqual(new Set(["kept"]));
		for (const bytes of envelopes) acknowledged.add(envelopeId(sodium, bytes));
	};
	await push(team.ada.envelopes());
	for (const bytes of await writePages(40)) await push([bytes]);
	const together = await writePages(200);
	const unanswered = push(together).catch(() => "cut off");
	await new Promise((settle) => setTimeout(settle, 30));
	await first.end("SIGKILL");
	await unanswered;

	const second = await start();
	const again = await arrive(second.port);
	const { entries } = ok(await again.list(space, 0, 1000));
	const there = new Set(entries.map(({ id }) => id));
	expect([...acknowledged].filter((id) => !there.has(id))).toEqual([]);
	expect(entries.map(({ position }) => position)).toEqual(entries.map((_, index) => index + 1));
	const ofLastPush = together.filter((bytes) => there.has(envelopeId(sodium, bytes))).length;
	expect([0, together.length]).toContain(ofLastPush);
	const bodies = ok(await again.fetch(space, [...there]));
	expect(new Set([...bodies.keys()])).toEqual(there);
	expect([...bodies.values()].map((bytes) => readHeader(bytes).number)).toEqual(entries.map((_, index) => index + 1));
	expect(new Set(fates(await again.push(space, team.ada.envelopes())))).toEqual(new Set(ofLastPush === 0 ? ["known", "kept"] : ["known"]));
	expect(await second.end("SIGTERM")).toBe(0);
}

test("a server that is killed in the middle of a push has what it acknowledged, and nothing by halves", async () => {
	const folder = await mkdtemp(join(tmpdir(), "commonplace-killed-"));
	await killedWhilePushing(["--data", folder], {});
	await rm(folder, { recursive: true });
}, 120_000);

test("the same on a PostgreSQL of its own", async () => {
	await killedWhilePushing([], { DATABASE_URL: await postgres.newDatabase() });
}, 120_000);

test("two servers on one PostgreSQL start together and are one: what reaches either is told at both at once", async () => {
	const environment = { DATABASE_URL: await postgres.newDatabase(), COMMONPLACE_SERVER_REGISTRATION: "open" };
	const [one, other] = await Promise.all([startServerProcess([], environment), startServerProcess([], environment)]);
	const tokens = (): number => [one, other].filter(({ output }) => output().includes("The admin token")).length;
	await until(() => tokens() > 0, "one of them prints the admin token");

	const ben = await member(team, "Ben", "editor");
	const ada = await arrive(one.port);
	expect(ada.counterpart.device).toBe((await arrive(other.port)).counterpart.device);
	await ada.push(space, team.ada.envelopes());
	const his = await arrive(other.port, ben);
	const told = { ada: [] as Told[], ben: [] as Told[] };
	ada.onTold((news) => told.ada.push(news));
	his.onTold((news) => told.ben.push(news));
	const openings = await Promise.all([ada, his].map(async (side) => ok(await side.open([{ space, invite: null }]))[0]));
	expect(openings[0]).toEqual({ ...openings[1], role: "owner" });

	const fromAda = await writePages(30);
	const fromBen: Uint8Array[] = [];
	for (let page = 0; page < 30; page++) {
		await ben.write("content", `from Ben ${page}`);
		fromBen.push(...ben.envelopes().slice(-1));
	}
	await Promise.all([...fromAda.map((bytes) => ada.push(space, [bytes])), ...fromBen.map((bytes) => his.push(space, [bytes]))]);
	const idsTold = (news: readonly Told[]): string[] => news.flatMap((one_) => (one_.is === "news" ? one_.entries.map(({ id }) => id) : []));
	const all = [...fromAda, ...fromBen].map((bytes) => envelopeId(sodium, bytes)).sort();
	await until(() => idsTold(told.ada).length >= 60 && idsTold(told.ben).length >= 60, "everything is told at both");
	expect([idsTold(told.ada).sort(), idsTold(told.ben).sort()]).toEqual([all, all]);

	ada.presence(space, new Uint8Array([7, 7, 7]));
	await until(() => told.ben.some(({ is }) => is === "presence"), "presence passes from one server to the other");
	await remove(team.ada, ben);
	await ada.push(space, team.ada.envelopes().slice(-1));
	await until(() => told.ben.at(-1)?.is === "shut", "a removal at one server ends the right at the other");
	expect(ok(await his.open([{ space, invite: null }]))).toMatchObject([{ is: "open", role: "former" }]);
	expect(ok(await his.fetch(space, all)).size).toBe(0);
	expect(await Promise.all([one.end("SIGTERM"), other.end("SIGTERM")])).toEqual([0, 0]);
	expect(tokens()).toBe(1);
}, 120_000);

test("while PostgreSQL is away the server says that it is busy; when it is back all goes on, live too", async () => {
	const server = await startServer({ registration: "open", database: await postgres.newDatabase() });
	const ben = await member(team, "Ben", "editor");
	const [ada, his] = [await arrive(server.port), await arrive(server.port, ben)];
	await ada.push(space, team.ada.envelopes());
	ok(await his.open([{ space, invite: null }]));
	const told: Told[] = [];
	his.onTold((news) => told.push(news));
	const pages = await writePages(2);

	await postgres.stop();
	expect(fates(await ada.push(space, pages))).toEqual(["busy"]);
	expect(refusalOf(await ada.list(space, 0, 10))).toBe("busy");
	expect((await server.get("/health")).status).toBe(503);
	await postgres.start();
	expect(fates(await ada.push(space, pages))).toEqual(["kept", "kept"]);
	await until(() => told.some(({ is }) => is === "news"), "news after the interruption");
	expect((await server.get("/health")).status).toBe(200);
	for (const side of [ada, his]) side.end();
	await server.remove();
}, 60_000);

/** A database whose disk is full from the first envelope of a push on, when it is told to be. */
function withFullDisk(database: Database, isFull: () => boolean): Database {
	return {
		...database,
		transaction: (work) =>
			database.transaction((queries) =>
				work({
					query(sql, values) {
						const isLate = isFull() && sql.includes("UPDATE spaces SET last");
						return isLate ? Promise.reject(asStoreFailure({ code: "53100" })) : queries.query(sql, values);
					},
				}),
			),
	};
}

test("on a full disk nothing is kept by halves, and once there is room everything goes on", async () => {
	let isFull = false;
	let isNearlyFull = false;
	const database = openPostgres(await postgres.newDatabase(), 3, () => undefined);
	const store = await openStore(
		withFullDisk(database, () => isFull),
		FIRST_SETTINGS,
	);
	const server = await offerStore(store, { diskRefusal: async () => (isNearlyFull ? "disk-full" : null) });
	const ada = visitor(team.ada);
	await server.letIn(ada);
	const push = async (envelopes: readonly Uint8Array[]) => fates(await server.offered.push(ada, space, envelopes));
	await push(team.ada.envelopes());
	await invite(team, team.ada, "editor");
	const pages = [...team.ada.envelopes().slice(-1), ...(await writePages(3))];
	isFull = true;
	expect(await push(pages)).toEqual(["disk-full"]);
	isFull = false;
	isNearlyFull = true;
	expect(await push(pages)).toEqual(["disk-full"]);
	expect(refusalOf(await server.offered.putBlob(ada, space, "b".repeat(64), 3, 0, new Uint8Array(3)))).toBe("disk-full");
	expect(ok(await server.offered.list(ada, space, 0, 10)).entries.length).toBe(1);
	isNearlyFull = false;
	expect(await push(pages)).toEqual(["kept", "kept", "kept", "kept"]);
	await server.stop();
	await store.close();
});

/** A line on which a later version of the app speaks: its first frame offers other versions of the conversation. */
async function laterApp(port: number): Promise<Transport> {
	const socket = new WebSocket(`ws://127.0.0.1:${port}/sync`);
	const transport = createWebSocketTransport(
		socket,
		createTokenBucket(1e9, 1e9, () => performance.now()),
	);
	await once(socket, "open");
	let isFirst = true;
	return {
		...transport,
		send(frame) {
			const hello = isFirst ? encode({ ...decode(frame), versions: [98, 99] }) : frame;
			isFirst = false;
			return transport.send(hello);
		},
	};
}

test("an app and a server of other versions part with the reason on both sides, and what is there can still be read", async () => {
	const server = await startServer({ registration: "open", database: await postgres.newDatabase() });
	const ada = await arrive(server.port);
	await ada.push(space, team.ada.envelopes());
	const transport = await laterApp(server.port);
	const later = startConversation({ transport, role: "initiator", identity: identityOf(team.ada), sodium, after });
	const ending = await later.then(
		() => null,
		(error: unknown) => (error instanceof ConversationEnded ? error.ending : error),
	);
	expect(ending).toEqual({ why: "no-common-version", by: "them", detail: "1" });
	const counted = async (): Promise<string> => (await server.get("/metrics")).text;
	await expect.poll(counted).toMatch(/commonplace_connections_total\{outcome="no-common-version"\} 1/);
	expect(ok(await ada.list(space, 0, 10)).entries.length).toBe(1);
	expect(ok(await (await arrive(server.port)).list(space, 0, 10)).entries.length).toBe(1);
	await server.remove();
});
