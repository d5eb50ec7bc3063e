import { networkInterfaces } from "node:os";
import makeMulticast from "multicast-dns";
import { isNear } from "./near-addresses";
import type { MulticastSocket } from "./peer-finder";

/** Where multicast DNS lives. */
const GROUP = "224.0.0.251";

/**
 * Multicast DNS at one interface (its address), or at all (null). A network where it is not possible finds nobody, and says so
 * to `note` once; other laptops can still be called by their address.
 */
export function openMulticast(address: string | null, note: (line: string) => void): MulticastSocket {
	const socket = makeMulticast(address === null ? {} : atOne(address));
	let isOpen = true;
	let isNoted = false;
	/** Packets on their way out: a goodbye is to be heard before the socket is gone. */
	let sending = 0;
	const troubled = (error: Error): void => {
		if (!isNoted) note(`laptops on the local network cannot be found: ${error.message}`);
		isNoted = true;
	};
	socket.on("error", troubled);
	// A packet of somebody else that cannot be read, or an interface that went away.
	socket.on("warning", () => undefined);
	return {
		send(packet) {
			if (!isOpen) return;
			sending += 1;
			const sent = (error?: Error | null): void => {
				sending -= 1;
				if (isOpen && error) troubled(error);
				if (!isOpen && sending === 0) socket.destroy();
			};
			if (packet.type === "query") socket.query({ questions: packet.questions.map((question) => ({ ...question })) }, sent);
			else socket.respond({ answers: packet.answers.map((answer) => ({ ...answer })) }, sent);
		},
		listen(heard) {
			socket.on("packet", (packet, { address: from }) => {
				// The system gives a group's packets to every socket, whichever interface it joined at.
				if (address !== null && !isNear(from, address, networkInterfaces())) return;
				const records = [...(packet.answers ?? []), ...(packet.additionals ?? [])].map((record) => ({
					name: record.name,
					type: record.type,
					ttl: "ttl" in record ? (record.ttl ?? 0) : 0,
					port: record.type === "SRV" ? record.data.port : null,
				}));
				heard({ type: packet.type ?? "", questions: packet.questions ?? [], records }, from);
			});
		},
		close() {
			isOpen = false;
			if (sending === 0) socket.destroy();
		},
	};
}

/** At one interface alone. Bound to the group, the socket hears nothing that was sent to this laptop itself; Windows cannot do that. */
function atOne(address: string): { readonly interface: string; readonly bind?: string } {
	return process.platform === "win32" ? { interface: address } : { interface: address, bind: GROUP };
}
