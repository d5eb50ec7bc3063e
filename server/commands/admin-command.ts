/** `admin …`: asks a running server, by the same JSON that anybody with the token can use. */
import { parseArgs } from "node:util";
import { readBytes } from "../configuration/values";

export const ADMIN_USAGE = `  admin status                              what is stored, who may register, open invites
  admin registration open|invite-only|closed
  admin invite <name> [--uses 1] [--days 14]   makes a registration invite and prints its token
  admin drop-invite <name>
  admin quotas <person> <space>             for example 10GB 50GB
  (--server http://127.0.0.1:8420 or COMMONPLACE_ADMIN_SERVER, --token … or COMMONPLACE_ADMIN_TOKEN)`;

/** The command was written wrongly, or the server did not do it. */
export class AdminFailure extends Error {}

interface Request {
	readonly method: string;
	readonly path: string;
	readonly body?: object;
}

/** Runs a command and gives what to print; throws AdminFailure. */
export async function runAdmin(words: readonly string[], environment: Readonly<Record<string, string | undefined>>): Promise<string> {
	const { values, positionals } = readWords(words);
	const token = values.token ?? environment.COMMONPLACE_ADMIN_TOKEN;
	if (token === undefined) throw new AdminFailure("Say the admin token with --token or in COMMONPLACE_ADMIN_TOKEN.");
	const server = values.server ?? environment.COMMONPLACE_ADMIN_SERVER ?? "http://127.0.0.1:8420";
	const { method, path, body } = requestOf(positionals, values);
	const response = await fetch(new URL(path, server), {
		method,
		headers: { authorization: `Bearer ${token}` },
		...(body === undefined ? {} : { body: JSON.stringify(body) }),
	}).catch((error: unknown) => {
		throw new AdminFailure(`The server at ${server} does not answer: ${error instanceof Error ? error.message : String(error)}`);
	});
	const answer: unknown = await response.json().catch(() => null);
	if (response.ok) return JSON.stringify(answer, null, 2);
	const said = typeof answer === "object" && answer !== null && "error" in answer ? String(answer.error) : `status ${response.status}`;
	throw new AdminFailure(said);
}

function readWords(words: readonly string[]) {
	const text = { type: "string" } as const;
	try {
		return parseArgs({ args: [...words], allowPositionals: true, options: { server: text, token: text, uses: text, days: text } });
	} catch (error) {
		throw new AdminFailure(error instanceof Error ? error.message : String(error));
	}
}

function requestOf([command, ...rest]: readonly string[], { uses, days }: { readonly uses?: string; readonly days?: string }): Request {
	const [first, second] = rest;
	switch (command) {
		case "status":
			return { method: "GET", path: "/admin" };
		case "registration":
			return { method: "PUT", path: "/admin/registration", body: { registration: first } };
		case "invite":
			return {
				method: "POST",
				path: "/admin/invites",
				body: { name: first, ...(uses === undefined ? {} : { uses: Number(uses) }), ...(days === undefined ? {} : { days: Number(days) }) },
			};
		case "drop-invite":
			return { method: "DELETE", path: `/admin/invites/${encodeURIComponent(first ?? "")}` };
		case "quotas":
			return { method: "PUT", path: "/admin/quotas", body: { person: bytesOf(first), space: bytesOf(second) } };
		default:
			throw new AdminFailure(`There is no such command. There are:\n${ADMIN_USAGE}`);
	}
}

function bytesOf(text: string | undefined): number {
	const read = readBytes(text ?? "");
	if ("mistake" in read) throw new AdminFailure(read.mistake);
	return read.value;
}
