/** What the server offers, by the suite that an app passes too, on both of its stores. */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe } from "vitest";
import type { Database } from "../../server/store/database";
import { openPglite } from "../../server/store/pglite-database";
import { openPostgres } from "../../server/store/postgres-database";
import { FIRST_SETTINGS } from "../../server/store/sql-settings";
import { openStore } from "../../server/store/sql-store";
import { type OfferedServer, offerStore } from "../server/offered-server";
import { startPostgres } from "../server/postgres";
import { offeredContract } from "./offered";

function onDatabase(open: () => Promise<{ readonly database: Database; readonly remove: () => Promise<void> }>): void {
	let server: OfferedServer;
	let remove: () => Promise<void>;
	beforeAll(async () => {
		const opened = await open();
		server = await offerStore(await openStore(opened.database, FIRST_SETTINGS));
		remove = async () => {
			await server.stop();
			await opened.database.close();
			await opened.remove();
		};
	});
	afterAll(() => remove());
	offeredContract(async () => server);
}

describe("spaces offered by a server with its own database", () =>
	onDatabase(async () => {
		const folder = await mkdtemp(join(tmpdir(), "commonplace-store-"));
		return { database: await openPglite(folder), remove: () => rm(folder, { recursive: true }) };
	}));

describe("spaces offered by a server on PostgreSQL", () =>
	onDatabase(async () => {
		const postgres = await startPostgres();
		return { database: openPostgres(await postgres.newDatabase(), 5, () => undefined), remove: () => postgres.remove() };
	}));
