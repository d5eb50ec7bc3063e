import sodium from "libsodium-wrappers-sumo";
import { toHex } from "../../../shared/protocol/bytes";
import { type Conversation, type ConversationSetting, startConversation } from "../../../shared/protocol/conversation/conversation";
import type { SessionIdentity } from "../../../shared/protocol/conversation/handshake";
import type { After, Counterpart, Transport } from "../../../shared/protocol/conversation/ports";
import { certifyDevice } from "../../../shared/protocol/identity";
import type { SimulatedDevice } from "../../convergence/simulated-device";
import { type MemoryLine, memoryLine } from "./memory-transport";

/** Real time, which does not keep a test's process alive. */
export const after: After = (milliseconds, work) => {
	const timer = setTimeout(work, milliseconds);
	timer.unref();
	return () => clearTimeout(timer);
};

/** Time that passes when a test says so. */
export interface TestTime {
	readonly after: After;
	/** Lets so many milliseconds pass. */
	pass(milliseconds: number): Promise<void>;
}

export function testTime(): TestTime {
	let now = 0;
	const due = new Set<{ readonly at: number; readonly work: () => void }>();
	return {
		after(milliseconds, work) {
			const one = { at: now + milliseconds, work };
			due.add(one);
			return () => void due.delete(one);
		},
		async pass(milliseconds) {
			const end = now + milliseconds;
			for (;;) {
				await turns(20);
				const [next] = [...due].filter(({ at }) => at <= end).sort((one, other) => one.at - other.at);
				if (next === undefined) break;
				due.delete(next);
				now = next.at;
				next.work();
			}
			now = end;
		},
	};
}

/** Lets the event loop go round so often. */
export async function turns(count: number): Promise<void> {
	for (let turn = 0; turn < count; turn++) await new Promise((resolve) => setImmediate(resolve));
}

/** Waits until something is true; fails after ten seconds. */
export async function until(isTrue: () => boolean, what: string): Promise<void> {
	const end = Date.now() + 10_000;
	while (!isTrue()) {
		if (Date.now() > end) throw new Error(`never: ${what}`);
		await new Promise((resolve) => setTimeout(resolve, 1));
	}
}

/** Somebody's device with keys of its own. */
export function newIdentity(): SessionIdentity {
	const [person, device] = [sodium.crypto_sign_keypair(), sodium.crypto_sign_keypair()];
	return {
		device: toHex(device.publicKey),
		owner: { person: toHex(person.publicKey), certificate: certifyDevice(sodium, person.privateKey, device.publicKey) },
		sign: async (bytes) => sodium.crypto_sign_detached(bytes, device.privateKey),
	};
}

/** A server: a device of nobody. */
export function newServer(): SessionIdentity {
	return { ...newIdentity(), owner: null };
}

export function identityOf({ speaker, sign }: SimulatedDevice): SessionIdentity {
	return { device: speaker.device, owner: { person: speaker.person, certificate: speaker.certificate }, sign };
}

/** The other side as an `Offered` sees it. */
export function visitor(device: SimulatedDevice, invites: Readonly<Record<string, string>> = {}): Counterpart {
	return { device: device.speaker.device, person: device.speaker.person, invites: new Map(Object.entries(invites)) };
}

type Side = Partial<Omit<ConversationSetting, "role" | "sodium">>;

export function sideOf(role: "initiator" | "responder", transport: Transport, side: Side): Promise<Conversation> {
	const identity = role === "initiator" ? newIdentity() : newServer();
	return startConversation({ transport, role, identity, sodium, after, ...side });
}

export interface Meeting {
	readonly line: MemoryLine;
	readonly asking: Conversation;
	readonly answering: Conversation;
}

/** Two sides that meet. */
export async function meetBy(initiator: Side = {}, responder: Side = {}, line: MemoryLine = memoryLine()): Promise<Meeting> {
	const [asking, answering] = await Promise.all([
		sideOf("initiator", line.initiator, initiator),
		sideOf("responder", line.responder, responder),
	]);
	return { line, asking, answering };
}

export const someKey = (): string => toHex(sodium.randombytes_buf(32));
