import pg from "pg";
import { asStoreFailure, type Database, type Decided, endOf, type Queries, type Row } from "./database";

const INT8 = 20;
/** Milliseconds. */
const CONNECT_WITHIN = 5000;
/** Nobody waits for ever for a process that hangs while it holds a space. */
const PATIENCE = { lock_timeout: 20_000, statement_timeout: 60_000, idle_in_transaction_session_timeout: 60_000, keepAlive: true };
const FIRST_RETRY = 100;
const LONGEST_RETRY = 3000;

/** Numbers of 8 bytes as `number`: a position stays far below 2^53. */
const types: pg.CustomTypesConfig = {
	getTypeParser: (id: number, format?: "text" | "binary") => (id === INT8 ? Number : pg.types.getTypeParser(id, format as "text")),
};

/** The work in a transaction failed by itself. */
class WorkFailure extends Error {
	constructor(cause: unknown) {
		super("the work failed", { cause });
	}
}

/** A PostgreSQL server by its address. `onError` hears of connections that broke while nobody used them. */
export function openPostgres(address: string, connections: number, onError: (error: unknown) => void): Database {
	const options = { connectionString: address, connectionTimeoutMillis: CONNECT_WITHIN, types, application_name: "commonplace-server" };
	const pool = new pg.Pool({ ...options, ...PATIENCE, max: connections });
	pool.on("error", onError);

	const queriesOf = (runner: Pick<pg.ClientBase, "query">): Queries => ({
		async query(sql, values = []) {
			try {
				return (await runner.query<Row>(sql, [...values])).rows;
			} catch (error) {
				throw asStoreFailure(error);
			}
		},
	});

	async function transaction<Value>(work: (queries: Queries) => Promise<Decided<Value>>): Promise<Value> {
		const client = await pool.connect().catch((error: unknown) => {
			throw asStoreFailure(error);
		});
		let broken = false;
		try {
			await client.query("BEGIN");
			const end = await endOf(work(queriesOf(client)));
			if ("failure" in end) throw new WorkFailure(end.failure);
			await client.query(end.decided.commit ? "COMMIT" : "ROLLBACK");
			return end.decided.value;
		} catch (error) {
			await client.query("ROLLBACK").catch(() => {
				broken = true;
			});
			throw error instanceof WorkFailure ? error.cause : asStoreFailure(error);
		} finally {
			client.release(broken);
		}
	}

	return {
		...queriesOf({ query: pool.query.bind(pool) } as Pick<pg.ClientBase, "query">),
		transaction,
		listen: (channel, hear) => keepListening(() => new pg.Client({ ...options, keepAlive: true }), channel, hear),
		isShared: true,
		close: () => pool.end(),
	};
}

/** Listens on a connection of its own, and makes a new one whenever it breaks. Rejects when the first cannot be made. */
async function keepListening(
	makeClient: () => pg.Client,
	channel: string,
	hear: { readonly onPayload: (payload: string) => void; readonly onGap: () => void },
): Promise<() => Promise<void>> {
	let stopped = false;
	let timer: NodeJS.Timeout | null = null;
	let current: pg.Client | null = null;

	async function connect(): Promise<void> {
		const client = makeClient();
		client.on("error", () => undefined);
		client.on("notification", ({ payload }) => hear.onPayload(payload ?? ""));
		await client.connect();
		await client.query(`LISTEN ${channel}`);
		current = client;
		client.once("end", () => {
			if (!stopped) again(FIRST_RETRY);
		});
		if (stopped) await client.end();
	}

	function again(wait: number): void {
		timer = setTimeout(() => {
			connect().then(hear.onGap, () => {
				if (!stopped) again(Math.min(wait * 2, LONGEST_RETRY));
			});
		}, wait);
	}

	await connect().catch((error: unknown) => {
		throw asStoreFailure(error);
	});
	return async () => {
		stopped = true;
		if (timer !== null) clearTimeout(timer);
		await current?.end();
	};
}
