import type { IncomingMessage } from "node:http";

export interface ConnectionLimits {
	/** Takes a place for a connection and gives what frees it; null when there is none left. */
	take(address: string): (() => void) | null;
	count(): number;
}

/** Places for connections: so many in all, and so many from one address. Addresses are remembered while they are connected. */
export function createConnectionLimits(most: number, mostFromOne: number): ConnectionLimits {
	const places = new Map<string, number>();
	let all = 0;
	return {
		take(address) {
			const taken = places.get(address) ?? 0;
			if (all >= most || taken >= mostFromOne) return null;
			all += 1;
			places.set(address, taken + 1);
			let isFreed = false;
			return () => {
				if (isFreed) return;
				isFreed = true;
				all -= 1;
				const left = (places.get(address) ?? 1) - 1;
				if (left === 0) places.delete(address);
				else places.set(address, left);
			};
		},
		count: () => all,
	};
}

/** Where a request comes from; behind a proxy that we trust, what the proxy says. */
export function addressOf(request: IncomingMessage, isProxyTrusted: boolean): string {
	const forwarded = request.headers["x-forwarded-for"];
	const said = (Array.isArray(forwarded) ? forwarded.join() : (forwarded ?? "")).split(",").at(-1)?.trim() ?? "";
	return isProxyTrusted && said !== "" ? said : (request.socket.remoteAddress ?? "unknown");
}
