import type { Page } from "@playwright/test";
import type { HostCallName, HostReply } from "../../shared/host";

/** Bytes do not survive the way through the test driver, so they travel as lists of numbers. */
export type Sendable = string | number | boolean | null | { readonly bytes: readonly number[] } | readonly Sendable[];

export const bytesOf = (text: string): Sendable => ({ bytes: [...new TextEncoder().encode(text)] });

/** Asks the shell what the engine may ask, through a port of our own. Bytes in the answer come back as `{ bytes }`. */
export async function callHost(page: Page, call: HostCallName | string, ...args: readonly Sendable[]): Promise<HostReply> {
	return page.evaluate(
		async ([name, given]) => {
			const shell = window as unknown as { commonplace: { requestEnginePort(ask: string): void } };
			const decode = (value: unknown): unknown => {
				if (Array.isArray(value)) return value.map(decode);
				if (typeof value === "object" && value !== null && "bytes" in value) return new Uint8Array(value.bytes as number[]);
				return value;
			};
			const encode = (value: unknown): unknown => {
				if (value instanceof Uint8Array) return { bytes: [...value] };
				if (Array.isArray(value)) return value.map(encode);
				if (typeof value !== "object" || value === null) return value;
				return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, encode(inner)]));
			};
			// The app asks for a port of its own meanwhile: each takes the one it asked for.
			const ask = crypto.randomUUID();
			const port = await new Promise<MessagePort>((resolve) => {
				const listener = (event: MessageEvent): void => {
					const [given] = event.ports;
					if (event.data?.type !== "engine-port" || event.data.ask !== ask || given === undefined) return;
					window.removeEventListener("message", listener);
					resolve(given);
				};
				window.addEventListener("message", listener);
				shell.commonplace.requestEnginePort(ask);
			});
			const reply = await new Promise<unknown>((resolve) => {
				port.onmessage = (event) => resolve(event.data);
				port.postMessage({ id: 1, call: name, args: decode(given) });
			});
			port.close();
			return encode(reply) as never;
		},
		[call, args as readonly unknown[]] as const,
	);
}

/** The value of an answer that has to be a good one. */
export async function answerOf<Value>(reply: Promise<HostReply>): Promise<Value> {
	const answer = await reply;
	if (!answer.ok) throw new Error(`${answer.code}: ${answer.message}`);
	return answer.value as Value;
}
