import { once } from "node:events";
import { connect, type Socket } from "node:net";
import { expect, onTestFinished, test } from "vitest";
import { createLocalNetwork, type LocalListener, type LocalNetwork } from "../../../electron/carriers/local-network";
import { openMulticast } from "../../../electron/carriers/multicast-socket";
import { isNear } from "../../../electron/carriers/near-addresses";
import { findPeers, type HeardPacket, type MulticastSocket, type SentPacket } from "../../../electron/carriers/peer-finder";
import { openPeerLine } from "../../../electron/carriers/peer-line";
import { listenForPeers } from "../../../electron/carriers/peer-listener";
import type { FoundPeer } from "../../../shared/host";
import type { Transport } from "../../../shared/protocol/conversation/ports";
import { later } from "./sockets";

const HERE = "127.0.0.1";
const silent: MulticastSocket = { send: () => undefined, listen: () => undefined, close: () => undefined };

function listenerOf(): LocalListener & { readonly lines: Transport[]; peers: readonly FoundPeer[] } {
	const listener = {
		lines: [] as Transport[],
		peers: [] as readonly FoundPeer[],
		line: (line: Transport) => void listener.lines.push(line),
		found: (peers: readonly FoundPeer[]) => {
			listener.peers = peers;
		},
	};
	return listener;
}

async function until(holds: () => boolean): Promise<void> {
	while (!holds()) await later(10);
}

function network(open: () => Promise<MulticastSocket>): LocalNetwork {
	return createLocalNetwork(HERE, open);
}

test("two laptops find each other, call, and are forgotten when they go", async () => {
	const problems: string[] = [];
	const open = async () => openMulticast(HERE, (line) => problems.push(line));
	const [one, other] = [network(open), network(open)];
	const [atOne, atOther] = [listenerOf(), listenerOf()];
	const [portOfOne, portOfOther] = [await one.listen(atOne), await other.listen(atOther)];
	expect(portOfOne).not.toBe(portOfOther);
	// Others on this machine may be at it too.
	const has = ({ peers }: { readonly peers: readonly FoundPeer[] }, wanted: number): boolean => peers.some(({ port }) => port === wanted);
	await until(() => has(atOne, portOfOther) && has(atOther, portOfOne));
	expect(problems).toEqual([]);
	expect([has(atOne, portOfOne), has(atOther, portOfOther)]).toEqual([false, false]);
	expect(new Set([...atOne.peers, ...atOther.peers].map(({ host }) => host))).toEqual(new Set([HERE]));
	const line = await openPeerLine(HERE, portOfOther);
	await until(() => atOther.lines.length === 1);
	line.end("done");
	await other.leave(atOther);
	await until(() => !has(atOne, portOfOther));
	await one.leave(atOne);
	await expect(openPeerLine(HERE, portOfOther)).rejects.toMatchObject({ code: "unreachable" });
});

test("the last who asks to listen is the one who does, and one that has left already stops nobody", async () => {
	const local = network(async () => silent);
	const [first, second] = [listenerOf(), listenerOf()];
	await local.listen(first);
	const port = await local.listen(second);
	await local.leave(first);
	expect(await local.listen(second)).toBe(port);
	const line = await openPeerLine(HERE, port);
	await until(() => second.lines.length === 1);
	expect(first.lines).toEqual([]);
	line.end("done");
	await local.leave(second);
});

test("one address has no more than four lines, all together 32 at once, and who leaves makes room", async () => {
	const lines: Transport[] = [];
	const listener = await listenForPeers(HERE, (line) => lines.push(line));
	const sockets: Socket[] = [];
	onTestFinished(() => {
		for (const socket of sockets) socket.destroy();
		return listener.close();
	});
	const call = async (from: string): Promise<boolean> => {
		const before = lines.length;
		const socket = connect({ port: listener.port, host: HERE, localAddress: from });
		socket.on("error", () => undefined);
		socket.resume();
		sockets.push(socket);
		await once(socket, "connect");
		await Promise.race([once(socket, "close"), until(() => lines.length > before)]);
		return lines.length > before;
	};
	for (let count = 0; count < 4; count += 1) expect(await call("127.0.0.2")).toBe(true);
	expect(await call("127.0.0.2")).toBe(false);
	for (let laptop = 3; laptop < 10; laptop += 1)
		for (let count = 0; count < 4; count += 1) expect(await call(`127.0.0.${laptop}`)).toBe(true);
	expect(await call("127.0.0.11")).toBe(false);
	const gone = new Promise((resolve) => lines[0]?.onEnd(resolve));
	sockets[0]?.destroy();
	await gone;
	await later(50);
	expect(await call("127.0.0.11")).toBe(true);
});

/** A network in memory: what one sends, all others hear. */
function ether(): { readonly join: () => MulticastSocket; readonly sent: SentPacket[]; say(packet: HeardPacket, from: string): void } {
	const heard = new Set<(packet: HeardPacket, from: string) => void>();
	const sent: SentPacket[] = [];
	const say = (packet: HeardPacket, from: string): void => {
		for (const listener of heard) listener(packet, from);
	};
	return {
		sent,
		say,
		join: () => {
			let mine: ((packet: HeardPacket, from: string) => void) | null = null;
			return {
				send: (packet) => void sent.push(packet),
				listen(listener) {
					mine = listener;
					heard.add(listener);
				},
				close() {
					if (mine !== null) heard.delete(mine);
				},
			};
		},
	};
}

const announcement = (name: string, port: number, ttl = 120): HeardPacket => ({
	type: "response",
	questions: [],
	records: [{ name: `${name}._commonplace._tcp.local`, type: "SRV", ttl, port }],
});

test("what is announced names nobody: a made-up name, the port, nothing else", async () => {
	const net = ether();
	const finder = findPeers(net.join(), 4711, () => undefined);
	await until(() => net.sent.some(({ type }) => type === "response"));
	finder.close();
	const text = JSON.stringify(net.sent);
	expect(text).not.toContain((await import("node:os")).hostname());
	expect(text.replaceAll(/[0-9a-f]{16}/g, "NAME")).toMatch(/"port":4711/);
	const names = new Set(
		[...text.matchAll(/"(?:name|data|target)":"([^"]*)"/g)].map(([, name]) => name?.replace(/^[0-9a-f]{16}\./, "NAME.")),
	);
	expect([...names].sort()).toEqual(["", "NAME._commonplace._tcp.local", "NAME.local", "_commonplace._tcp.local"]);
});

test("a network full of made-up laptops fills no memory, and questions without end get few answers", () => {
	const net = ether();
	let found: readonly FoundPeer[] = [];
	const finder = findPeers(net.join(), 4711, (peers) => {
		found = peers;
	});
	for (let count = 0; count < 10_000; count += 1) net.say(announcement(`laptop-${count}`, 1 + (count % 60_000)), "192.0.2.7");
	expect(found.length).toBe(64);
	const question: HeardPacket = { type: "query", questions: [{ name: "_commonplace._tcp.local", type: "PTR" }], records: [] };
	for (let count = 0; count < 1000; count += 1) net.say(question, "192.0.2.8");
	expect(net.sent.filter(({ type }) => type === "response")).toHaveLength(1);
	finder.close();
});

test("a laptop that says goodbye is gone, and other services are not laptops", () => {
	const net = ether();
	let found: readonly FoundPeer[] = [];
	const finder = findPeers(net.join(), 4711, (peers) => {
		found = peers;
	});
	net.say(announcement("a", 5), "192.0.2.7");
	net.say(
		{ type: "response", questions: [], records: [{ name: "printer._ipp._tcp.local", type: "SRV", ttl: 120, port: 631 }] },
		"192.0.2.9",
	);
	net.say(announcement("b", 0), "192.0.2.9");
	expect(found).toEqual([{ host: "192.0.2.7", port: 5 }]);
	net.say(announcement("a", 5, 0), "192.0.2.7");
	expect(found).toEqual([]);
	finder.close();
});

const interfaces = {
	lo: [{ address: "127.0.0.1", netmask: "255.0.0.0", family: "IPv4" as const, mac: "", internal: true, cidr: null }],
	wlan: [{ address: "192.168.1.7", netmask: "255.255.255.0", family: "IPv4" as const, mac: "", internal: false, cidr: null }],
};
test.each([
	["127.0.0.1", "127.0.0.1", true],
	["127.4.5.6", "127.0.0.1", true],
	["192.168.1.7", "127.0.0.1", false],
	["192.168.1.200", "192.168.1.7", true],
	["192.168.2.200", "192.168.1.7", false],
	["127.0.0.1", "192.168.1.7", false],
	["fe80::1", "192.168.1.7", false],
	["10.0.0.1", "10.0.0.9", false],
])("what comes from %s is near the interface with %s: %s", (from, address, near) => expect(isNear(from, address, interfaces)).toBe(near));
