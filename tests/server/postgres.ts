import { spawn, spawnSync } from "node:child_process";
import { chmod, mkdtemp, rm } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import pg from "pg";
import { ensurePostgres } from "../../scripts/server/ensure-postgres";

/** A real PostgreSQL in a temporary folder, for one file of tests. */
export interface Postgres {
	/** Makes an empty database and gives its address. */
	newDatabase(): Promise<string>;
	/** Ends it the quick way, as when a machine stops. */
	stop(): Promise<void>;
	start(): Promise<void>;
	/** The data folder. */
	readonly folder: string;
	/** Stops it and removes everything. */
	remove(): Promise<void>;
}

export async function startPostgres(): Promise<Postgres> {
	const programs = await ensurePostgres();
	const folder = await mkdtemp(join(tmpdir(), "commonplace-postgres-"));
	const data = join(folder, "data");
	const port = await freePort();
	const user = systemUser();
	await chmod(folder, 0o777);
	runProgram(join(programs, "initdb"), ["-D", data, "-U", "postgres", "-A", "trust", "-E", "UTF8", "--locale=C", "--no-sync"], user);
	const address = (database: string): string => `postgresql://postgres@127.0.0.1:${port}/${database}`;
	let running: ReturnType<typeof spawn> | null = null;
	let databases = 0;

	async function start(): Promise<void> {
		const settings = [`port=${port}`, "listen_addresses=127.0.0.1", `unix_socket_directories=${folder}`, "max_connections=60"];
		running = spawn(join(programs, "postgres"), ["-D", data, ...settings.flatMap((setting) => ["-c", setting])], {
			...user,
			stdio: "ignore",
		});
		await untilItAnswers(address("postgres"));
	}

	async function stop(): Promise<void> {
		const server = running;
		running = null;
		if (server === null) return;
		const ended = new Promise((settle) => server.once("exit", settle));
		server.kill("SIGINT");
		await ended;
	}

	await start();
	return {
		folder: data,
		start,
		stop,
		async newDatabase() {
			databases += 1;
			const name = `test_${databases}`;
			await ask(address("postgres"), `CREATE DATABASE ${name}`);
			return address(name);
		},
		async remove() {
			await stop();
			await rm(folder, { recursive: true, force: true });
		},
	};
}

/** PostgreSQL does not run as root. */
function systemUser(): { readonly uid?: number; readonly gid?: number } {
	if (process.getuid?.() !== 0) return {};
	const idOf = (flag: string): number => Number(spawnSync("id", [flag, "postgres"], { encoding: "utf8" }).stdout);
	return { uid: idOf("-u"), gid: idOf("-g") };
}

function runProgram(program: string, args: readonly string[], user: { readonly uid?: number; readonly gid?: number }): void {
	const { status, stderr } = spawnSync(program, [...args], { ...user, encoding: "utf8" });
	if (status !== 0) throw new Error(`${program} failed: ${stderr}`);
}

async function untilItAnswers(address: string): Promise<void> {
	const end = Date.now() + 20_000;
	for (;;) {
		try {
			return await ask(address, "SELECT 1");
		} catch (error) {
			if (Date.now() > end) throw error;
			await new Promise((settle) => setTimeout(settle, 50));
		}
	}
}

async function ask(address: string, sql: string): Promise<void> {
	const client = new pg.Client({ connectionString: address });
	client.on("error", () => undefined);
	await client.connect();
	try {
		await client.query(sql);
	} finally {
		await client.end();
	}
}

function freePort(): Promise<number> {
	return new Promise((settle, reject) => {
		const server = createServer();
		server.once("error", reject);
		server.listen(0, "127.0.0.1", () => {
			const address = server.address();
			server.close(() => (typeof address === "object" && address !== null ? settle(address.port) : reject(new Error("no port"))));
		});
	});
}
