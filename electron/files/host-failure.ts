import type { HostErrorCode } from "../../shared/host";

/** Why the shell could not do what it was asked. The code chooses the sentence a person reads; the message is for the log. */
export class HostFailure extends Error {
	constructor(
		readonly code: HostErrorCode,
		message: string,
		options?: ErrorOptions,
	) {
		super(message, options);
		this.name = "HostFailure";
	}
}

/** Bytes that do not have the hash that was expected of them. */
export class WrongBytes extends HostFailure {
	constructor() {
		super("failed", "the bytes are not those that the name says");
		this.name = "WrongBytes";
	}
}

const codeOfSystemError: Readonly<Record<string, HostErrorCode>> = {
	ENOENT: "not-found",
	ENOTDIR: "not-found",
	EACCES: "no-permission",
	EPERM: "no-permission",
	EROFS: "no-permission",
	ENOSPC: "disk-full",
	EDQUOT: "disk-full",
	EFBIG: "too-large",
};

/** Gives any error its code: the system's own ones by what they mean, all others as `failed`. */
export function asHostFailure(error: unknown): HostFailure {
	if (error instanceof HostFailure) return error;
	const code = (error as NodeJS.ErrnoException | null)?.code;
	const message = error instanceof Error ? error.message : String(error);
	return new HostFailure((code !== undefined && codeOfSystemError[code]) || "failed", message, { cause: error });
}

/** True for the system's "no such file". */
export function isMissing(error: unknown): boolean {
	return (error as NodeJS.ErrnoException | null)?.code === "ENOENT";
}
