import { randomBytes } from "node:crypto";
import type { FoundPeer } from "../../shared/host";

/** The kind of service that is announced, and looked for. */
const SERVICE = "_commonplace._tcp.local";
/** An announcement is good for so many seconds. */
const GOOD_FOR = 120;
/** Milliseconds: a question at the beginning, soon again (multicast loses packets), and then now and then. */
const ASK_AFTER = [0, 1_000, 4_000];
const ASK_EVERY = 50_000;
/** Milliseconds between two answers, whoever asks how often. */
const ANSWER_AT_MOST_EVERY = 500;
/** So many are remembered; a network with more than that is not one where they all call each other. */
const MOST_FOUND = 64;

/** What the finder needs of multicast DNS. */
export interface MulticastSocket {
	/** Sends records, or a question for the service. */
	send(packet: SentPacket): void;
	/** Listens to what others send, with the address it came from. */
	listen(heard: (packet: HeardPacket, from: string) => void): void;
	close(): void;
}

export type SentPacket =
	| { readonly type: "query"; readonly questions: readonly { readonly name: string; readonly type: "PTR" }[] }
	| { readonly type: "response"; readonly answers: readonly SentRecord[] };

type SentRecord =
	| { readonly name: string; readonly type: "PTR"; readonly ttl: number; readonly data: string }
	| {
			readonly name: string;
			readonly type: "SRV";
			readonly ttl: number;
			readonly data: { readonly port: number; readonly target: string; readonly priority: number; readonly weight: number };
	  }
	| { readonly name: string; readonly type: "TXT"; readonly ttl: number; readonly data: string };

export interface HeardPacket {
	readonly type: string;
	readonly questions: readonly { readonly name: string; readonly type: string }[];
	/** Answers and additional records. */
	readonly records: readonly { readonly name: string; readonly type: string; readonly ttl: number; readonly port: number | null }[];
}

export interface PeerFinder {
	/** Says goodbye. */
	close(): void;
}

/**
 * Announces this laptop on the local network and finds others. What is announced is a name made for this one time, the port and
 * nothing else: who is there, they tell each other in the sealed conversation.
 */
export function findPeers(socket: MulticastSocket, port: number, onFound: (peers: readonly FoundPeer[]) => void): PeerFinder {
	const name = `${randomBytes(8).toString("hex")}.${SERVICE}`;
	const found = new Map<string, { readonly peer: FoundPeer; readonly until: number }>();
	let told = "";
	let answered = Number.NEGATIVE_INFINITY;

	function tell(): void {
		for (const [known, { until }] of found) if (until <= performance.now()) found.delete(known);
		const peers = [...found.values()].map(({ peer }) => peer);
		const text = JSON.stringify(peers);
		if (text === told) return;
		told = text;
		onFound(peers);
	}

	function announce(ttl: number): void {
		const target = name.replace(`.${SERVICE}`, ".local");
		socket.send({
			type: "response",
			answers: [
				{ name: SERVICE, type: "PTR", ttl, data: name },
				{ name, type: "SRV", ttl, data: { port, target, priority: 0, weight: 0 } },
				{ name, type: "TXT", ttl, data: "" },
			],
		});
	}

	socket.listen((packet, from) => {
		if (packet.type === "query") {
			const isForUs = packet.questions.some((question) => question.name === SERVICE && ["PTR", "ANY"].includes(question.type));
			if (!isForUs || performance.now() - answered < ANSWER_AT_MOST_EVERY) return;
			answered = performance.now();
			announce(GOOD_FOR);
			return;
		}
		for (const record of packet.records) {
			if (record.port === null || record.port < 1 || record.name === name || !record.name.endsWith(`.${SERVICE}`)) continue;
			// What is far away in time was never announced by one of us.
			const until = performance.now() + Math.min(record.ttl, GOOD_FOR) * 1000;
			found.delete(record.name);
			if (record.ttl > 0 && found.size < MOST_FOUND) found.set(record.name, { peer: { host: from, port: record.port }, until });
		}
		tell();
	});

	const ask = (): void => socket.send({ type: "query", questions: [{ name: SERVICE, type: "PTR" }] });
	const soon = ASK_AFTER.map((after) =>
		setTimeout(() => {
			ask();
			announce(GOOD_FOR);
		}, after),
	);
	const asking = setInterval(() => {
		ask();
		tell();
	}, ASK_EVERY);

	return {
		close() {
			for (const timer of soon) clearTimeout(timer);
			clearInterval(asking);
			announce(0);
			socket.close();
		},
	};
}
