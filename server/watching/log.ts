import { createHmac } from "node:crypto";
import { type Logger, pino } from "pino";

export type LogLevel = "debug" | "info" | "warn" | "error";

/** A log in which nobody can be found: ids are shortened hashes under a key of this server. */
export interface ServerLog {
	debug(event: string, fields?: LogFields): void;
	info(event: string, fields?: LogFields): void;
	warn(event: string, fields?: LogFields): void;
	error(event: string, error: unknown, fields?: LogFields): void;
	/** Stands for an id of a person, device or space: the same in all lines, and not to be turned back. */
	alias(id: string): string;
}

export type LogFields = Readonly<Record<string, string | number | boolean>>;

/** One JSON object a line, to the standard output or to what is given. */
export function createServerLog(level: LogLevel, aliasKey: Uint8Array, destination?: { write(line: string): void }): ServerLog {
	const options = { level, base: { process: process.pid }, timestamp: pino.stdTimeFunctions.isoTime };
	const logger: Logger = destination === undefined ? pino(options) : pino(options, destination);
	return {
		debug: (event, fields = {}) => logger.debug(fields, event),
		info: (event, fields = {}) => logger.info(fields, event),
		warn: (event, fields = {}) => logger.warn(fields, event),
		error: (event, error, fields = {}) => logger.error({ ...fields, ...describeError(error) }, event),
		alias: (id) => createHmac("sha256", aliasKey).update(id).digest("hex").slice(0, 12),
	};
}

/** What an error says without what it was about: PostgreSQL quotes rows in its details, and a stack may hold what was parsed. */
function describeError(error: unknown): LogFields {
	if (!(error instanceof Error)) return { error: typeof error };
	const code = "code" in error && typeof error.code === "string" ? { code: error.code } : {};
	const cause = error.cause instanceof Error ? prefixed(describeError(error.cause)) : {};
	const place = error.stack?.split("\n").find((line) => line.trimStart().startsWith("at "));
	return { error: error.name, ...code, ...(place === undefined ? {} : { at: place.trim() }), ...cause };
}

function prefixed(fields: LogFields): LogFields {
	return Object.fromEntries(Object.entries(fields).map(([name, value]) => [`cause_${name}`, value]));
}
