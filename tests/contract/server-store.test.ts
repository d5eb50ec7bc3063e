/** What every store of a server promises, run on the embedded PostgreSQL and on a real one. */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Database, StoreFailure } from "../../server/store/database";
import { NewerTables } from "../../server/store/migrations/migrate";
import { openPglite } from "../../server/store/pglite-database";
import { openPostgres } from "../../server/store/postgres-database";
import { openStore } from "../../server/store/sql-store";
import type { Arrived, ServerStore, Told } from "../../server/store/store";
import { type Postgres, startPostgres } from "../server/postgres";

const FIRST = { registration: "invite-only", quotas: { person: 1000, space: 2000 } } as const;
const PERSON = "aa".repeat(32);
const DEVICE = "dd".repeat(32);
const MINE = { person: PERSON, device: DEVICE };
const OTHER = { person: "cc".repeat(32), device: "ee".repeat(32) };
const QUOTAS = { person: 10_000, space: 10_000 };

interface Setting {
	readonly database: Database;
	readonly store: ServerStore;
	close(): Promise<void>;
}

async function embedded(): Promise<Setting> {
	const folder = await mkdtemp(join(tmpdir(), "commonplace-store-"));
	const database = await openPglite(folder);
	const close = async (): Promise<void> => {
		await database.close();
		await rm(folder, { recursive: true });
	};
	return { database, store: await openStore(database, FIRST), close };
}

let postgres: Postgres;
beforeAll(async () => {
	postgres = await startPostgres();
});
afterAll(() => postgres.remove());

async function real(): Promise<Setting> {
	const database = openPostgres(await postgres.newDatabase(), 5, () => undefined);
	return { database, store: await openStore(database, FIRST), close: () => database.close() };
}

let spaces = 0;
function newSpace(): string {
	spaces += 1;
	return spaces.toString(16).padStart(32, "0");
}

function envelope(number: number, more: Partial<Arrived> = {}): Arrived {
	const id = `${spaces.toString(16).padStart(32, "0")}${number.toString(16).padStart(32, "0")}`;
	return { id, device: DEVICE, number, lane: "content", heads: [], bytes: new Uint8Array([number, 2, 3]), ...more };
}

describe.each([
	{ name: "embedded in the server", open: embedded },
	{ name: "on a PostgreSQL of its own", open: real },
])("a server's store $name", ({ open }) => {
	let setting: Setting;
	let store: ServerStore;
	beforeAll(async () => {
		setting = await open();
		store = setting.store;
	});
	afterAll(() => setting.close());

	const keep = (space: string, envelopes: readonly Arrived[]): Promise<number> =>
		store.writeSpace(space, PERSON, async (writing) => ({ commit: true, value: await writing.keep(envelopes) }));

	test("gives envelopes positions that ascend without a hole, and gives them back", async () => {
		const space = newSpace();
		expect(await keep(space, [envelope(1), envelope(2, { lane: "membership" })])).toBe(1);
		expect(await keep(space, [envelope(3)])).toBe(3);
		expect((await store.list(space, 0, 10, null)).map(({ position, size }) => [position, size])).toEqual([
			[1, 3],
			[2, 3],
			[3, 3],
		]);
		expect((await store.list(space, 1, 1, null)).map(({ position }) => position)).toEqual([2]);
		expect((await store.list(space, 0, 10, "membership")).map(({ position }) => position)).toEqual([2]);
		expect(await store.space(space)).toEqual({ last: 3, membershipLast: 2, bytes: 9 });
		expect((await store.membershipAfter(space, 0)).map((bytes) => [...bytes])).toEqual([[2, 2, 3]]);
		expect(await store.space(newSpace())).toBeNull();
	});

	test("gives envelopes in the order asked for, as many as fit, and one at least", async () => {
		const space = newSpace();
		const all = [1, 2, 3].map((number) => envelope(number));
		await keep(space, all);
		const ids = all.map(({ id }) => id).reverse();
		const numbers = async (most: number) => (await store.fetch(space, ids, most, null)).map((bytes) => bytes[0]);
		expect(await numbers(100)).toEqual([3, 2, 1]);
		expect(await numbers(6)).toEqual([3, 2]);
		expect(await numbers(1)).toEqual([3]);
		expect(await store.fetch(space, ids, 100, "membership")).toEqual([]);
		expect(await store.fetch(newSpace(), ids, 100, null)).toEqual([]);
	});

	test("keeps a large envelope to the byte, and leaves it out where only small ones are read", async () => {
		const space = newSpace();
		const bytes = new Uint8Array(3_000_000).map((_, index) => index % 251);
		await keep(space, [envelope(1, { bytes }), envelope(2)]);
		expect(Buffer.from((await store.fetch(space, [envelope(1).id], 10, null))[0] ?? []).equals(bytes)).toBe(true);
		expect((await store.read(space, 0, 10, 100)).map((one) => one.bytes?.length ?? null)).toEqual([null, 3]);
	});

	test("keeps nothing of what was not decided for, nor of what failed half way", async () => {
		const space = newSpace();
		await store.writeSpace(space, PERSON, async (writing) => ({ commit: false, value: await writing.keep([envelope(1)]) }));
		expect(await store.space(space)).toBeNull();
		await keep(space, [envelope(1)]);
		const failing = store.writeSpace(space, PERSON, async (writing) => {
			return { commit: true, value: await writing.keep([envelope(2), envelope(1)]) };
		});
		await expect(failing).rejects.toBeInstanceOf(StoreFailure);
		expect(await store.space(space)).toMatchObject({ last: 1 });
		expect(await keep(space, [envelope(2)])).toBe(2);
	});

	test("lets many write in one space at once, each at positions of its own", async () => {
		const space = newSpace();
		const firsts = await Promise.all(
			Array.from({ length: 20 }, (_, index) =>
				store.writeSpace(space, PERSON, async (writing) => ({
					commit: true,
					value: await writing.keep([envelope(index * 2 + 1), envelope(index * 2 + 2)]),
				})),
			),
		);
		expect([...firsts].sort((one, other) => one - other)).toEqual(Array.from({ length: 20 }, (_, index) => index * 2 + 1));
	});

	test("knows the last envelope of each device, and the positions of those it has", async () => {
		const space = newSpace();
		await keep(space, [envelope(1), envelope(2, { heads: [PERSON] })]);
		const seen = await store.writeSpace(space, PERSON, async (writing) => ({
			commit: false,
			value: [await writing.tip(DEVICE), await writing.tip(PERSON), await writing.positionsOf([envelope(2).id, PERSON])],
		}));
		expect(seen).toEqual([{ number: 2, id: envelope(2).id, heads: [PERSON] }, null, new Map([[envelope(2).id, 2]])]);
	});

	test("says in which spaces a person is, by the devices they still have", async () => {
		const [one, other] = [newSpace(), newSpace()];
		const note = (space: string, persons: readonly string[], removed: readonly string[]) =>
			store.writeSpace(space, PERSON, async (writing) => ({ commit: true, value: await writing.noteMembers(persons, removed) }));
		await note(one, [PERSON], []);
		await note(other, [PERSON, DEVICE], [DEVICE]);
		expect(await store.spacesOf(PERSON, "ee", 10)).toEqual([one, other]);
		expect(await store.spacesOf(PERSON, DEVICE, 10)).toEqual([one]);
		expect(await store.spacesOf(PERSON, "ee", 1)).toEqual([one]);
		await note(one, [DEVICE], []);
		expect(await store.spacesOf(PERSON, "ee", 10)).toEqual([other]);
	});

	test("lets a person in once, and an invite in as often as it says", async () => {
		const token = new Uint8Array([1, 2, 3, newSpace().length]);
		expect(await store.isRegistered("ab")).toBe(false);
		await store.register("ab");
		await store.register("ab");
		expect(await store.isRegistered("ab")).toBe(true);
		await store.addRegistrationInvite(token, { name: "team", usesLeft: 1, ends: Date.now() + 60_000 });
		await store.addRegistrationInvite(new Uint8Array([9]), { name: "old", usesLeft: 1, ends: Date.now() - 1 });
		expect((await store.registrationInvites()).map(({ name }) => name)).toEqual(["team"]);
		expect(await store.registerByInvite("ac", new Uint8Array([9]))).toBe(false);
		expect(await store.registerByInvite("ac", token)).toBe(true);
		expect(await store.registerByInvite("ad", token)).toBe(false);
		expect([await store.isRegistered("ac"), await store.isRegistered("ad")]).toEqual([true, false]);
		expect([await store.dropRegistrationInvite("old"), await store.dropRegistrationInvite("old")]).toEqual([true, false]);
	});

	test("remembers its settings, and gives the admin token to one only", async () => {
		const settings = await store.settings();
		expect(settings).toMatchObject({ registration: "invite-only", quotas: FIRST.quotas, adminTokenHash: null });
		expect(settings.numbering).toMatch(/^[0-9a-f]{16}$/);
		expect(settings.deviceSeed.length).toBe(32);
		expect([await store.claimAdminToken(new Uint8Array([1])), await store.claimAdminToken(new Uint8Array([2]))]).toEqual([true, false]);
		await store.changeSettings({ registration: "open", quotas: { person: 5, space: 6 } });
		expect(await store.settings()).toMatchObject({ registration: "open", quotas: { person: 5, space: 6 }, numbering: settings.numbering });
		expect([...((await store.settings()).adminTokenHash ?? [])]).toEqual([1]);
	});

	const put = (space: string, from: number, bytes: readonly number[], more: Partial<Parameters<ServerStore["putBlob"]>[0]> = {}) =>
		store.putBlob({
			space,
			name: "b0",
			person: PERSON,
			device: DEVICE,
			total: 4,
			from,
			bytes: Uint8Array.from(bytes),
			quotas: QUOTAS,
			...more,
		});

	test("takes a file part by part, goes on where it stopped, and shows it when it is whole", async () => {
		const space = newSpace();
		await store.register(PERSON);
		await keep(space, [envelope(1)]);
		expect(await put(space, 0, [1, 2])).toEqual({ is: "arrived", arrived: 2 });
		expect(await store.findBlobs(space, MINE, ["b0", "b1"])).toEqual([[{ by: PERSON, total: 4, arrived: 2 }], []]);
		expect(await store.findBlobs(space, OTHER, ["b0"])).toEqual([[]]);
		expect(await store.readBlob(space, "b0", PERSON, 0, 10)).toBeNull();
		expect(await put(space, 3, [4])).toEqual({ is: "refused", why: "wrong-part" });
		expect(await put(space, 2, [3, 4, 5])).toEqual({ is: "refused", why: "wrong-part" });
		expect(await put(space, 0, [1, 2])).toEqual({ is: "arrived", arrived: 2 });
		expect(await put(space, 2, [3, 4])).toEqual({ is: "arrived", arrived: 4 });
		expect(await store.findBlobs(space, OTHER, ["b0"])).toEqual([[{ by: PERSON, total: 4, arrived: 4 }]]);
		const read = async (from: number, most: number) => [...((await store.readBlob(space, "b0", PERSON, from, most))?.bytes ?? [])];
		expect([await read(0, 10), await read(1, 2), await read(2, 9), await read(4, 9)]).toEqual([[1, 2, 3, 4], [2, 3], [3, 4], []]);
		expect(await store.space(space)).toMatchObject({ bytes: 7 });
	});

	test("does not mix what two devices of a person send of one file, and counts it once in the end", async () => {
		const space = newSpace();
		await store.register(PERSON);
		await keep(space, [envelope(1)]);
		await put(space, 0, [9, 9], { device: "ee" });
		await put(space, 0, [1, 2, 3, 4]);
		expect(await put(space, 2, [9, 9], { device: "ee" })).toEqual({ is: "arrived", arrived: 4 });
		expect([...((await store.readBlob(space, "b0", PERSON, 0, 9))?.bytes ?? [])]).toEqual([1, 2, 3, 4]);
		expect(await store.space(space)).toMatchObject({ bytes: 7 });
	});

	test("keeps what several persons bring under one name beside one another, one's own first", async () => {
		const space = newSpace();
		await store.register(PERSON);
		await keep(space, [envelope(1)]);
		await put(space, 0, [9, 9, 9, 9], { person: OTHER.person, device: OTHER.device });
		await put(space, 0, [1, 2, 3, 4]);
		const [hers, mine] = [
			{ by: OTHER.person, total: 4, arrived: 4 },
			{ by: PERSON, total: 4, arrived: 4 },
		];
		expect(await store.findBlobs(space, MINE, ["b0"])).toEqual([[mine, hers]]);
		expect(await store.findBlobs(space, OTHER, ["b0"])).toEqual([[hers, mine]]);
		expect([...((await store.readBlob(space, "b0", OTHER.person, 0, 9))?.bytes ?? [])]).toEqual([9, 9, 9, 9]);
		expect([...((await store.readBlob(space, "b0", PERSON, 0, 9))?.bytes ?? [])]).toEqual([1, 2, 3, 4]);
		expect(await store.space(space)).toMatchObject({ bytes: 11 });
	});

	test("has no room for a file beyond the quota, before its first part", async () => {
		const space = newSpace();
		await store.register(PERSON);
		await keep(space, [envelope(1)]);
		expect(await put(space, 0, [1], { quotas: { person: 1e9, space: 6 } })).toEqual({ is: "refused", why: "quota" });
		expect(await put(space, 0, [1], { quotas: { person: 3, space: 1e9 } })).toEqual({ is: "refused", why: "quota" });
		expect(await store.findBlobs(space, MINE, ["b0"])).toEqual([[]]);
	});

	test("forgets a file that never arrived whole", async () => {
		const space = newSpace();
		await store.register(PERSON);
		await keep(space, [envelope(1)]);
		await put(space, 0, [1, 2]);
		expect(await store.dropStaleBlobs(Date.now() - 60_000)).toBe(0);
		expect(await store.dropStaleBlobs(Date.now() + 60_000)).toBeGreaterThan(0);
		expect(await store.findBlobs(space, MINE, ["b0"])).toEqual([[]]);
		expect(await store.space(space)).toMatchObject({ bytes: 3 });
	});

	test("tells everybody what was written once it is kept", async () => {
		const space = newSpace();
		const told: Told[] = [];
		const stop = await store.hear({ onTold: (news) => told.push(news), onGap: () => undefined });
		await store.writeSpace(space, PERSON, async (writing) => ({ commit: false, value: await writing.keep([envelope(1)]) }));
		await keep(space, [envelope(1), envelope(2)]);
		await expect.poll(() => told).toEqual([{ is: "entries", space, last: 2 }]);
		const other = await openStore(setting.database, FIRST);
		for (const sealed of [new Uint8Array([1, 2]), new Uint8Array(10_000)]) await other.tell({ space, sealed });
		await store.tell({ space, sealed: new Uint8Array([3]) });
		const passedOn = setting.database.isShared ? [{ is: "presence", space, sealed: Buffer.from([1, 2]) }] : [];
		await expect.poll(() => told.slice(1)).toEqual(passedOn);
		await stop();
	});

	test("is not opened by an older server than the one that made it", async () => {
		await setting.database.query("UPDATE tables_version SET version = version + 1");
		await expect(openStore(setting.database, FIRST)).rejects.toBeInstanceOf(NewerTables);
		await setting.database.query("UPDATE tables_version SET version = version - 1");
		await openStore(setting.database, FIRST);
	});
});

test("the embedded store's folder belongs to one server at a time, and to the next after a sudden end", async () => {
	const folder = await mkdtemp(join(tmpdir(), "commonplace-store-"));
	const { lockFolder } = await import("../../server/store/folder-lock");
	const { writeFile } = await import("node:fs/promises");
	await writeFile(join(folder, "server.lock"), String(process.ppid));
	await expect(lockFolder(folder)).rejects.toThrow(/Another server/);
	await writeFile(join(folder, "server.lock"), "999999999");
	const unlock = await lockFolder(folder);
	await unlock();
	await rm(folder, { recursive: true });
});
