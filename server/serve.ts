/** The server, put together from its parts. */
import { createHmac } from "node:crypto";
import type { Server } from "node:http";
import sodium from "libsodium-wrappers-sumo";
import type { PushOutcome } from "../shared/protocol/conversation/messages";
import type { Configuration } from "./configuration/settings";
import { createConversations } from "./conversations";
import { answerAdmin } from "./http/admin-routes";
import { createConnectionLimits } from "./http/connection-limits";
import { createHttpServer } from "./http/http-server";
import { openDatabase } from "./open-database";
import { hashToken, newToken } from "./secrets";
import { createServerRules } from "./server-rules";
import { assembleOffered } from "./spaces/assemble";
import type { Observed } from "./spaces/offered";
import { createDiskGuard } from "./store/disk-guard";
import { FIRST_SETTINGS } from "./store/sql-settings";
import { openStore } from "./store/sql-store";
import type { ServerStore } from "./store/store";
import { createServerLog, type ServerLog } from "./watching/log";
import { createMetrics, type Metrics } from "./watching/metrics";
import { startWatchdog } from "./watching/watchdog";
import { createWorkInHand } from "./work-in-hand";

const REGISTRATIONS_PER_MINUTE = 10;
/** Milliseconds. */
const HOUR = 60 * 60 * 1000;
const KEEP_UNFINISHED_FILES = 14 * 24 * HOUR;
const FINISH_WITHIN = 10_000;
const ANSWERS_GO_OUT = 100;
const LOG_AGAIN_AFTER = 1000;
const HEALTHY_WITHIN = 2000;

export interface RunningServer {
	readonly port: number;
	/** The admin token, when this start made it. */
	readonly newAdminToken: string | null;
	/** Finishes what was begun, says goodbye, and closes the store. */
	stop(): Promise<void>;
}

export interface Surroundings {
	/** Where the log goes; the standard output when nothing is given. */
	readonly logTo?: { write(line: string): void };
	/** Milliseconds since 1970. */
	readonly now?: () => number;
}

/** Starts a server; throws CannotStart, FolderInUse, NewerTables. */
export async function serve(configuration: Configuration, { logTo, now = Date.now }: Surroundings = {}): Promise<RunningServer> {
	await sodium.ready;
	const starting = createServerLog(configuration.logLevel, new Uint8Array(1), logTo);
	const database = await openDatabase(configuration, (error) => starting.error("the database does not answer", error));
	const store = await openStore(database, FIRST_SETTINGS).catch(async (error: unknown) => {
		await database.close();
		throw error;
	});
	const newAdminToken = await prepareSettings(store, configuration);
	const { deviceSeed } = await store.settings();
	const log = createServerLog(configuration.logLevel, createHmac("sha256", deviceSeed).update("commonplace/log/1").digest(), logTo);
	const metrics = createMetrics();
	const rules = createServerRules(store, now);
	const inHand = createWorkInHand();
	const monotonic = (): number => performance.now();
	const {
		offered,
		live,
		stop: stopLive,
	} = await assembleOffered({
		...{ sodium, store, rules, inHand, now },
		rates: { ...configuration, registrationsPerMinute: REGISTRATIONS_PER_MINUTE },
		diskRefusal: database.isShared ? async () => null : createDiskGuard(configuration.data, configuration.diskReserve, monotonic),
		observed: observe(metrics, log),
	});
	const limits = createConnectionLimits(configuration.connections, configuration.connectionsPerAddress);
	const keys = sodium.crypto_sign_seed_keypair(deviceSeed);
	const conversations = createConversations({
		...{ sodium, keys, offered, limits, metrics, log, now: monotonic },
		bytesPerSecond: configuration.bytesPerSecond,
		isProxyTrusted: configuration.trustProxy,
	});
	const http = createHttpServer({
		health: () => isHealthy(store),
		metrics: () => metrics.text({ connections: limits.count(), followed_spaces: live.size(), memory_bytes: process.memoryUsage.rss() }),
		admin: (request) => answerAdmin({ store, rules, now }, request),
		connected: conversations.connected,
		connectionRefusal: conversations.refusal,
		failed: (what, error) => log.error(`${what} failed`, error),
	});
	const sweeping = setInterval(() => void sweep(store, log, now), HOUR);
	const unwatch = database.isShared ? async () => undefined : startWatchdog();

	async function stop(): Promise<void> {
		log.info("stopping");
		clearInterval(sweeping);
		const closed = new Promise((settle) => http.close(settle));
		await inHand.finish(FINISH_WITHIN);
		await new Promise((settle) => setTimeout(settle, ANSWERS_GO_OUT));
		await conversations.end();
		http.closeAllConnections();
		await closed;
		await stopLive();
		await store.close();
		await unwatch();
		log.info("stopped");
	}

	try {
		const port = await listen(http, configuration.host, configuration.port);
		log.info("listening", { port, store: database.isShared ? "postgresql" : "embedded" });
		return { port, newAdminToken, stop };
	} catch (error) {
		await stop();
		throw error;
	}
}

/** Settings that were given count from now on; of several processes that start first, one makes the admin token. */
async function prepareSettings(store: ServerStore, { registration, personQuota, spaceQuota }: Configuration): Promise<string | null> {
	const { quotas } = await store.settings();
	await store.changeSettings({
		...(registration === null ? {} : { registration }),
		quotas: { person: personQuota ?? quotas.person, space: spaceQuota ?? quotas.space },
	});
	const token = newToken();
	return (await store.claimAdminToken(hashToken(token))) ? token : null;
}

function observe(metrics: Metrics, log: ServerLog): Observed {
	const lastLogged = new Map<string, number>();
	return {
		question(is, refused, milliseconds) {
			metrics.count("questions", is);
			metrics.took(is === "push" ? "push" : "answer", milliseconds);
			if (refused !== null) metrics.count("refusals", refused);
		},
		pushed(outcomes: readonly PushOutcome[], bytes: number) {
			metrics.count("envelopes_kept", "", outcomes.filter(({ is }) => is === "kept").length);
			metrics.count("envelope_bytes_kept", "", bytes);
			for (const outcome of outcomes) if (outcome.is === "refused") metrics.count("envelopes_refused", outcome.why);
		},
		failed(what, error) {
			metrics.count("failures", what);
			// While the database is away everything fails: one line a second says so.
			if (performance.now() - (lastLogged.get(what) ?? Number.NEGATIVE_INFINITY) < LOG_AGAIN_AFTER) return;
			lastLogged.set(what, performance.now());
			log.error(`${what} failed`, error);
		},
	};
}

async function isHealthy(store: ServerStore): Promise<boolean> {
	const inTime = new Promise<boolean>((settle) => setTimeout(settle, HEALTHY_WITHIN, false).unref());
	return Promise.race([
		inTime,
		store.check().then(
			() => true,
			() => false,
		),
	]);
}

async function sweep(store: ServerStore, log: ServerLog, now: () => number): Promise<void> {
	try {
		const dropped = await store.dropStaleBlobs(now() - KEEP_UNFINISHED_FILES);
		if (dropped > 0) log.info("forgot files that never arrived whole", { files: dropped });
	} catch (error) {
		log.error("sweeping failed", error);
	}
}

function listen(http: Server, host: string, port: number): Promise<number> {
	return new Promise((settle, reject) => {
		http.once("error", reject);
		http.listen(port, host, () => {
			http.off("error", reject);
			const address = http.address();
			settle(typeof address === "object" && address !== null ? address.port : port);
		});
	});
}
