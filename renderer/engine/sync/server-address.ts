/** Addresses of servers: one spelling for each, so that two of the same can be told to be the same. */
import { LineAddress } from "../../../shared/host/lines";

/** The path at which a server takes conversations. */
const PATH = "/sync";

/** The spelling of a server's address by which it is known; null for what is none. `https:` may stand for `wss:`, and a bare name too. */
export function serverAddress(typed: string): string | null {
	const text = typed.trim();
	const withScheme = /^[a-z]+:\/\//i.test(text) ? text : `wss://${text}`;
	try {
		const url = new URL(withScheme.replace(/^http/i, "ws"));
		if (url.protocol !== "wss:" && url.protocol !== "ws:") return null;
		const path = url.pathname.replace(/\/+$/, "");
		const address = `${url.protocol}//${url.host}${path === PATH ? "" : path}`;
		return url.host !== "" && LineAddress.safeParse(lineTo(address)).success ? address : null;
	} catch {
		return null;
	}
}

/** Where a line to the server of this address leads. */
export function lineTo(address: string): LineAddress {
	return { kind: "server", url: new URL(address).pathname === "/" ? `${address}${PATH}` : address };
}

/** An address on the local network, `host:port` or `[address]:port`; null for what is none. */
export function peerAddress(typed: string): Extract<LineAddress, { kind: "peer" }> | null {
	const [, host, port] = /^\[?([^\]]+?)\]?:(\d{1,5})$/.exec(typed.trim()) ?? [];
	const address = LineAddress.safeParse({ kind: "peer", host, port: Number(port) });
	return address.success && address.data.kind === "peer" ? address.data : null;
}
