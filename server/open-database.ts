import { mkdir, statfs } from "node:fs/promises";
import type { Configuration } from "./configuration/settings";
import { type Database, StoreFailure } from "./store/database";
import { openPglite } from "./store/pglite-database";
import { openPostgres } from "./store/postgres-database";

/** Milliseconds that a PostgreSQL may take to come up beside us. */
const WAIT_FOR_DATABASE = 30_000;

/** What keeps the server from starting, for whoever starts it. */
export class CannotStart extends Error {}

/** The database that the configuration names, once it answers; throws CannotStart or FolderInUse. */
export async function openDatabase(configuration: Configuration, onError: (error: unknown) => void): Promise<Database> {
	const { database: address, data, diskReserve, databaseConnections } = configuration;
	if (address === null) {
		await mkdir(data, { recursive: true, mode: 0o700 });
		const { bavail, bsize } = await statfs(data);
		if (bavail * bsize < diskReserve) {
			throw new CannotStart(
				`The disk of ${data} has less than ${Math.round(diskReserve / 1e6)} MB left. Make room, or set --disk-reserve.`,
			);
		}
		return openPglite(data);
	}
	const database = openPostgres(address, databaseConnections, onError);
	const end = Date.now() + WAIT_FOR_DATABASE;
	for (;;) {
		try {
			await database.query("SELECT 1");
			return database;
		} catch (error) {
			const isBusy = error instanceof StoreFailure && error.fault === "busy";
			if (!isBusy || Date.now() > end) {
				await database.close();
				throw new CannotStart(`The database at DATABASE_URL does not let us in: ${reasonOf(error)}`);
			}
			onError(error);
			await new Promise((settle) => setTimeout(settle, 500));
		}
	}
}

function reasonOf(error: unknown): string {
	const cause = error instanceof StoreFailure ? error.cause : error;
	return cause instanceof Error ? cause.message || cause.name : String(cause);
}
