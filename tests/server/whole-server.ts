import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import sodium from "libsodium-wrappers-sumo";
import { WebSocket } from "ws";
import { readConfiguration } from "../../server/configuration/read-configuration";
import type { Configuration } from "../../server/configuration/settings";
import { createWebSocketTransport } from "../../server/http/websocket-transport";
import { createTokenBucket } from "../../server/limits/token-bucket";
import { type RunningServer, type Surroundings, serve } from "../../server/serve";
import { type Conversation, startConversation } from "../../shared/protocol/conversation/conversation";
import type { SessionIdentity } from "../../shared/protocol/conversation/handshake";
import type { ConversationRefusal, PushOutcome } from "../../shared/protocol/conversation/messages";
import type { Answered } from "../../shared/protocol/conversation/ports";
import type { SimulatedDevice } from "../convergence/simulated-device";
import { after, identityOf } from "../protocol/conversation/meeting";

/** A whole server in this process, with its network. */
export interface WholeServer extends RunningServer {
	readonly folder: string;
	/** What it logged, line by line. */
	readonly log: readonly string[];
	/** Asks by HTTP. */
	get(path: string): Promise<{ readonly status: number; readonly text: string }>;
	admin(
		method: string,
		path: string,
		body?: object,
		token?: string,
	): Promise<{ readonly status: number; readonly body: Record<string, unknown> }>;
	/** Stops it and removes its folder. */
	remove(): Promise<void>;
}

export async function startServer(wishes: Partial<Configuration> = {}, surroundings: Surroundings = {}): Promise<WholeServer> {
	const folder = await mkdtemp(join(tmpdir(), "commonplace-server-"));
	const log: string[] = [];
	const configuration = { ...readConfiguration([], {}), port: 0, data: join(folder, "data"), logLevel: "debug" as const, ...wishes };
	const server = await serve(configuration, { logTo: { write: (line) => void log.push(line) }, ...surroundings });
	const address = `http://127.0.0.1:${server.port}`;
	return {
		...server,
		folder,
		log,
		async get(path) {
			const response = await fetch(`${address}${path}`);
			return { status: response.status, text: await response.text() };
		},
		async admin(method, path, body, token = server.newAdminToken ?? "") {
			const response = await fetch(`${address}${path}`, {
				method,
				headers: { authorization: `Bearer ${token}` },
				...(body === undefined ? {} : { body: JSON.stringify(body) }),
			});
			return { status: response.status, body: (await response.json()) as Record<string, unknown> };
		},
		async remove() {
			await server.stop();
			await rm(folder, { recursive: true, force: true });
		},
	};
}

/** Connects a device to a server; rejects with ConversationEnded when they do not come together. */
export async function connect(port: number, device: SimulatedDevice | SessionIdentity): Promise<Conversation> {
	const socket = new WebSocket(`ws://127.0.0.1:${port}/sync`);
	const transport = createWebSocketTransport(
		socket,
		createTokenBucket(1e9, 1e9, () => performance.now()),
	);
	if (socket.readyState !== socket.OPEN) await once(socket, "open");
	return startConversation({ transport, role: "initiator", identity: "speaker" in device ? identityOf(device) : device, sodium, after });
}

export function ok<Value>(answered: Answered<Value>): Value {
	if ("ok" in answered) return answered.ok;
	throw new Error(`refused: ${answered.refused}`);
}

export const refusalOf = (answered: Answered<unknown>): ConversationRefusal | null => ("refused" in answered ? answered.refused : null);

/** What became of each pushed envelope: `kept`, `known`, `waiting`, or why it was refused; one word when the whole push was. */
export function fates(answered: Answered<readonly PushOutcome[]>): readonly string[] {
	if ("refused" in answered) return [answered.refused];
	return answered.ok.map((outcome) => (outcome.is === "refused" ? outcome.why : outcome.is));
}
