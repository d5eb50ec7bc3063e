import { join } from "node:path";
import { PGlite, type Transaction, types } from "@electric-sql/pglite";
import { asStoreFailure, type Database, type Decided, endOf, type Queries, type Row } from "./database";
import { DurableNodeFiles } from "./durable-node-files";
import { lockFolder } from "./folder-lock";

/** Little memory, and every commit on disk before it is answered (the library's own setting `-F` would leave that out). */
const SETTINGS = ["shared_buffers=32MB", "max_wal_size=256MB", "wal_sync_method=fsync"];

/** The library writes bytes digit by digit; this is fifteen times as fast for a megabyte. */
const byteCodecs = {
	serializers: { [types.BYTEA]: (bytes: Uint8Array) => `\\x${asBuffer(bytes).toString("hex")}` },
	parsers: { [types.BYTEA]: (text: string) => Buffer.from(text.slice(2), "hex"), [types.INT8]: (text: string) => Number(text) },
};

/** PostgreSQL inside this process, in a folder of its own; throws FolderInUse when another process has it. */
export async function openPglite(folder: string): Promise<Database> {
	const unlock = await lockFolder(folder);
	try {
		const startParams = PGlite.defaultStartParams.filter((parameter) => parameter !== "-F");
		const pglite = await PGlite.create({
			fs: new DurableNodeFiles(join(folder, "postgres")),
			startParams: [...startParams, ...SETTINGS.flatMap((setting) => ["-c", setting])],
			...byteCodecs,
		});
		return databaseOf(pglite, unlock);
	} catch (error) {
		await unlock();
		throw error;
	}
}

function databaseOf(pglite: PGlite, unlock: () => Promise<void>): Database {
	const queriesOf = (runner: Pick<Transaction, "query">): Queries => ({
		async query(sql, values = []) {
			try {
				return (await runner.query<Row>(sql, [...values])).rows;
			} catch (error) {
				throw asStoreFailure(error);
			}
		},
	});

	async function transaction<Value>(work: (queries: Queries) => Promise<Decided<Value>>): Promise<Value> {
		const ended = await pglite
			.transaction(async (running) => {
				const end = await endOf(work(queriesOf(running)));
				if (!("decided" in end) || !end.decided.commit) await running.rollback();
				return end;
			})
			.catch((error: unknown) => {
				throw asStoreFailure(error);
			});
		if ("failure" in ended) throw ended.failure;
		return ended.decided.value;
	}

	return {
		...queriesOf(pglite),
		transaction,
		async listen(channel, { onPayload }) {
			const stop = await pglite.listen(channel, onPayload);
			return () => stop();
		},
		isShared: false,
		async close() {
			await pglite.close();
			await unlock();
		},
	};
}

function asBuffer(bytes: Uint8Array): Buffer {
	return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}
