/** The part of the host's contract that is about lines to other copies. The shell carries frames that only the engine can open. */
import { z } from "zod";

/** Longest address of a server. */
const LONGEST_ADDRESS = 2000;
const Port = z.number().int().min(1).max(65_535);

/** Where a line leads. */
export const LineAddress = z.discriminatedUnion("kind", [
	/** A server: `wss:` or `ws:`, with the path at which it takes conversations. */
	z.strictObject({
		kind: z.literal("server"),
		url: z
			.string()
			.max(LONGEST_ADDRESS)
			.regex(/^wss?:\/\/[^\s/?#@\\]+(\/[^\s#]*)?$/),
	}),
	/** A laptop on the local network: its name or address there. */
	z.strictObject({
		kind: z.literal("peer"),
		host: z
			.string()
			.min(1)
			.max(253)
			.regex(/^[0-9A-Za-z._:%-]+$/),
		port: Port,
	}),
]);
export type LineAddress = z.infer<typeof LineAddress>;

/** Why there is no line: with these codes `lines.open` fails. */
export type LineErrorCode =
	/** Nobody answers there: no network, a wrong name, nothing that listens. */
	| "unreachable"
	/** Something else answers there. */
	| "not-commonplace"
	/** The server has no room for a further connection now. */
	| "busy"
	/** The server's certificate is not one that this laptop trusts. */
	| "untrusted-certificate";

/** A laptop that was found on the local network. */
export interface FoundPeer {
	readonly host: string;
	readonly port: number;
}

/** What the shell tells the engine without being asked, over the same port as its answers. */
export type HostNews =
	/**
	 * A line, whose port comes along with the message; over it goes what `createPortTransport` speaks. `from`: the address of
	 * whoever called, null for a line that `lines.open` was asked for.
	 */
	| { readonly is: "line"; readonly line: number; readonly from: string | null }
	/** All laptops that are found at the moment. */
	| { readonly is: "found"; readonly peers: readonly FoundPeer[] };

/** What the engine may ask about lines: arguments' schemas. */
export const LineCallSchemas = {
	/** Opens a line, 10 seconds at most. Gives its number; the port has come by then, as `HostNews`. */
	"lines.open": z.tuple([LineAddress]),
	/**
	 * Whether laptops on the local network may find this one and call; gives the port they call at, null when off. Off until it is
	 * switched on, and again when the engine that asked goes away. Announced is nothing but that there is a Commonplace at this port.
	 */
	"lines.listen": z.tuple([z.boolean()]),
} as const;

export interface LineCalls {
	"lines.open": (address: LineAddress) => number;
	"lines.listen": (on: boolean) => number | null;
}
