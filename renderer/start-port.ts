/** The way from the engine to the shell: a port that arrives as a message of this window. */
import type { ShellApi } from "../shared/host";

declare global {
	interface Window {
		/** Put there by the preload script. */
		readonly commonplace: ShellApi;
	}
}

/** After this the shell is taken to be gone. */
const PATIENCE = 20_000;

/** Asks the shell for a fresh port and waits for it; rejects when none comes within 20 seconds. */
export function portFromShell(window: Window, shell: Pick<ShellApi, "requestEnginePort">): Promise<MessagePort> {
	const ask = crypto.randomUUID();
	return new Promise((resolve, reject) => {
		const stop = (): void => {
			clearTimeout(timer);
			window.removeEventListener("message", onMessage);
		};
		const onMessage = (event: MessageEvent): void => {
			const [port] = event.ports;
			if (event.source !== window || event.data?.type !== "engine-port" || event.data.ask !== ask || port === undefined) return;
			stop();
			resolve(port);
		};
		const timer = setTimeout(() => {
			stop();
			reject(new Error("the shell gave no port"));
		}, PATIENCE);
		window.addEventListener("message", onMessage);
		shell.requestEnginePort(ask);
	});
}
