/** Turns whatever was thrown into the engine's own kind of error. */
import { EngineError, type EngineErrorCode } from "./contract";
import { LogFull } from "./log/log-store";

const FROM_HOST: Readonly<Record<string, EngineErrorCode>> = {
	"disk-full": "disk-full",
	"wrong-passphrase": "wrong-passphrase",
	"damaged-backup": "damaged-backup",
	"newer-backup": "newer-backup",
	"book-not-empty": "book-not-empty",
	"too-large": "file-too-large",
	"keys-unreadable": "no-identity",
};

/** What the shell refused, with its code (shared/host.ts). */
export class HostError extends Error {
	constructor(
		readonly code: string,
		message: string,
	) {
		super(message);
	}
}

/** Any failure as an EngineError. */
export function asEngineError(error: unknown): EngineError {
	if (error instanceof EngineError) return error;
	if (error instanceof LogFull) return new EngineError("disk-full", error.message);
	if (error instanceof HostError) return new EngineError(FROM_HOST[error.code] ?? "host", error.message, error.code);
	return new EngineError("failed", error instanceof Error ? error.message : String(error));
}
