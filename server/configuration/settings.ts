/** Everything that can be set, by a flag or in the environment. */
import { homedir } from "node:os";
import { join } from "node:path";
import { type Read, readBytes, readChoice, readPostgresAddress, readText, readWhole, readYesNo } from "./values";

export interface Setting<Value> {
	readonly flag: string;
	readonly variable: string;
	readonly says: string;
	readonly read: (text: string) => Read<Value>;
	readonly preset: Value;
}

function setting<Value>(flag: string, read: (text: string) => Read<Value>, preset: Value, says: string, variable?: string): Setting<Value> {
	return { flag, read, preset, says, variable: variable ?? `COMMONPLACE_SERVER_${flag.toUpperCase().replaceAll("-", "_")}` };
}

/** A setting that, when it is not given, leaves what the server has stored. */
function optional<Value>(flag: string, read: (text: string) => Read<Value>, says: string, variable?: string): Setting<Value | null> {
	return setting<Value | null>(flag, read, null, says, variable);
}

export const SETTINGS = {
	host: setting("host", readText, "127.0.0.1", "address to listen on; 0.0.0.0 for all"),
	port: setting("port", readWhole(0, 65_535), 8420, "port to listen on; 0 for any"),
	data: setting("data", readText, join(homedir(), ".local", "share", "commonplace-server"), "folder of the embedded database"),
	database: optional("database", readPostgresAddress, "address of a PostgreSQL, instead of the embedded one", "DATABASE_URL"),
	databaseConnections: setting("database-connections", readWhole(2, 500), 10, "connections to that PostgreSQL"),
	registration: optional(
		"registration",
		readChoice("open", "invite-only", "closed"),
		"who may register: open, invite-only (at first) or closed",
	),
	personQuota: optional("person-quota", readBytes, "what one person may bring; 10GB at first"),
	spaceQuota: optional("space-quota", readBytes, "what one space may have; 50GB at first"),
	connections: setting("connections", readWhole(1, 100_000), 2000, "connections at a time"),
	connectionsPerAddress: setting("connections-per-address", readWhole(1, 100_000), 100, "connections at a time from one address"),
	questionsPerSecond: setting("questions-per-second", readWhole(1, 1_000_000), 200, "questions by one person"),
	bytesPerSecond: setting("bytes-per-second", readBytes, 20_000_000, "bytes sent by one person, and over one connection"),
	diskReserve: setting("disk-reserve", readBytes, 512_000_000, "room to leave on the disk of the embedded database"),
	trustProxy: setting("trust-proxy", readYesNo, false, "whether X-Forwarded-For says where people connect from: yes or no"),
	logLevel: setting("log-level", readChoice("debug", "info", "warn", "error"), "info" as const, "debug, info, warn or error"),
} satisfies Record<string, Setting<never> | Setting<unknown>>;

type ValueOf<Given> = Given extends Setting<infer Value> ? Value : never;
export type Configuration = { readonly [Name in keyof typeof SETTINGS]: ValueOf<(typeof SETTINGS)[Name]> };
