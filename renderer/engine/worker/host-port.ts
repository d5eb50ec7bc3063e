/** The shell, as seen through the engine's own port. Every call settles, also when the shell does not answer. */
import type { Host, HostNews, HostReply, HostRequest } from "../../../shared/host";
import { HostError } from "../errors";
import { createLines, type Lines } from "./lines";

/** A call that takes longer than this is given up: 10 minutes (a large backup's end). */
const LONGEST_CALL = 10 * 60 * 1000;

interface Waiting {
	readonly resolve: (value: never) => void;
	readonly reject: (error: Error) => void;
	readonly timer: ReturnType<typeof setTimeout>;
}

/** Speaks HostRequest and HostReply over a port, and takes HostNews and the lines that come with it. */
export function hostOver(port: MessagePort): { readonly host: Host; readonly lines: Lines } {
	const waiting = new Map<number, Waiting>();
	let last = 0;

	port.onmessage = ({ data, ports }: MessageEvent<HostReply | HostNews>) => {
		if ("is" in data) {
			receive(data, ports);
			return;
		}
		const call = waiting.get(data.id);
		if (call === undefined) return;
		waiting.delete(data.id);
		clearTimeout(call.timer);
		if (data.ok) call.resolve(data.value as never);
		else call.reject(new HostError(data.code, data.message));
	};
	port.start();

	const host: Host = {
		call: (name, ...args) =>
			new Promise((resolve, reject) => {
				last += 1;
				const id = last;
				const timer = setTimeout(() => {
					waiting.delete(id);
					reject(new HostError("failed", `the shell did not answer ${name}`));
				}, LONGEST_CALL);
				waiting.set(id, { resolve: resolve as (value: never) => void, reject, timer });
				const request: HostRequest = { id, call: name, args };
				port.postMessage(request);
			}),
	};
	const { lines, receive } = createLines(host);
	return { host, lines };
}
