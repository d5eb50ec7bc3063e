/** A book of an earlier version: one space with a random id, no statements, keys with the shell. */
import { change, clone, type Doc, getLastLocalChange, load } from "@automerge/automerge/slim";
import { Dexie } from "dexie";
import { IDBKeyRange } from "fake-indexeddb";
import sodium from "libsodium-wrappers-sumo";
import { expect, test } from "vitest";
import { initialChanges } from "../../../renderer/engine/documents/initial-change";
import { toDocument } from "../../../shared/model/document";
import { newItemId } from "../../../shared/model/ids";
import { type Draft, short } from "../../../shared/model/item";
import { pageModel } from "../../../shared/model/page";
import { toHex } from "../../../shared/protocol/bytes";
import { sealEnvelope } from "../../../shared/protocol/envelope";
import { deviceFingerprint } from "../../../shared/protocol/identity";
import { privateSpaceIdOf } from "../../../shared/protocol/membership/credentials";
import { loadAutomerge, openTestBook, type TestDisk, testDisk } from "../test-book";

const PAGES = 80;

/** A book of so many pages, each made and renamed, as the first version of the log kept it. */
async function formerBook(): Promise<{ readonly disk: TestDisk; readonly ids: readonly string[] }> {
	await loadAutomerge();
	const disk = await testDisk();
	const former = { id: "ab".repeat(16), epoch: 0, keys: [sodium.randombytes_buf(32)] };
	disk.host.makeFormer(former);
	const { deviceKey, installation } = await disk.host.host.call("identity.open");
	const actor = deviceFingerprint(sodium, deviceKey) + toHex(installation);
	const write = initialChanges(actor, sodium.crypto_hash_sha256);
	const database = new Dexie("log", { indexedDB: disk.indexedDB, IDBKeyRange });
	database.version(1).stores({
		envelopes: "++seq, &id, [space+device+number], *items",
		snapshots: "item",
		quarantine: "id, [space+device+number]",
	});
	await database.open();
	let number = 0;
	const keep = async (id: string, bytes: Uint8Array): Promise<void> => {
		number += 1;
		const author = { space: former.id, lane: "content" as const, device: deviceKey, epoch: 0, heads: [], number, previous: null };
		const key = former.keys[0] ?? new Uint8Array();
		const sealed = await sealEnvelope(sodium, author, { time: number, items: [{ id, changes: [bytes] }] }, key, (signed) =>
			disk.host.host.call("identity.sign", signed),
		);
		const entry = { id: sealed.id, space: former.id, device: toHex(deviceKey), number, bytes: sealed.bytes, items: [id] };
		await database.table("envelopes").add(entry);
	};
	const ids: string[] = [];
	for (let n = 0; n < PAGES; n++) {
		const id = newItemId((bytes) => crypto.getRandomValues(bytes));
		ids.push(id);
		const first = write(toDocument(pageModel, pageModel.make({ title: `Page ${n}`, body: `body ${n}` }, 1)), 1);
		await keep(id, first);
		const renamed: Doc<Draft> = change(clone(load<Draft>(first), { actor }), (draft) => {
			draft.title = short(`Renamed ${n}`);
		});
		await keep(id, getLastLocalChange(renamed) ?? new Uint8Array());
	}
	database.close();
	return { disk, ids };
}

/** Everything is there, once, in the private space, and can be written on. */
async function isAllMoved(disk: TestDisk, ids: readonly string[]): Promise<void> {
	const book = await openTestBook(disk);
	const { spaces } = await book.desk();
	const rows = await book.ask("items", { ids });
	expect(rows.map(({ title }) => title)).toEqual(ids.map((_, n) => `Renamed ${n}`));
	expect(new Set(rows.map(({ space }) => space))).toEqual(new Set([spaces.privateSpace]));
	expect(await book.ask("text", { id: String(ids[7]) })).toBe("body 7");
	expect(await book.log.countOf("ab".repeat(16), 0)).toBe(0);
	const entries = await book.log.after(0, 1000);
	expect(entries).toHaveLength(2 * PAGES + 1);
	expect(entries.map(({ number }) => number)).toEqual(entries.map((_, at) => at + 1));
	await book.run([{ do: "tag", id: String(ids[3]), params: { tag: "on" } }]);
	await book.close();
	const again = await openTestBook(disk);
	expect((await again.ask("item", { id: String(ids[3]) }))?.tags).toEqual(["on"]);
	expect(await again.ask("spaces", {})).toMatchObject([{ kind: "private", state: "ready", items: PAGES }]);
	await again.close();
}

test("is moved into the private space at the first start, and nothing of it is lost", async () => {
	const { disk, ids } = await formerBook();
	await isAllMoved(disk, ids);
	expect(disk.problems).toEqual([]);
	const { personKey } = await disk.host.host.call("identity.open");
	expect(privateSpaceIdOf(sodium, toHex(personKey))).toHaveLength(32);
});

test.each([1, 2, 3])("is all there, once, when the app dies at write %i of the move and is started again", async (death) => {
	const { disk, ids } = await formerBook();
	let writes = 0;
	disk.wrapLog = (log) => ({
		...log,
		change: async (changed) => {
			writes += 1;
			if (writes >= death) throw new Error("the machine is dead");
			return log.change(changed);
		},
	});
	await openTestBook(disk).then(
		(book) => book.close(),
		() => undefined,
	);
	disk.wrapLog = (log) => log;
	await isAllMoved(disk, ids);
});
