/** Servers that keep a copy: those that somebody signed up with, and those that spaces and invites name. */
import { z } from "zod";
import { startConversation } from "../../../shared/protocol/conversation/conversation";
import { type Connection, createConnection } from "./connection";
import { keepTrying, type Trying } from "./keep-trying";
import { createLastMet, type LastMet } from "./last-met";
import { NotLetIn } from "./problems";
import { lineTo } from "./server-address";
import type { RemotesSetting } from "./setting";

/** What is remembered of a server. */
const Known = z.object({
	/** Hex of its device key, seen at the first meeting: another one is not this server. */
	device: z.string().nullable().default(null),
	/** What one signs up with, until it has been used. */
	token: z.string().default(""),
	/** Somebody asked for it: it stays, also while no space names it. */
	chosen: z.boolean().default(false),
});
type Known = z.infer<typeof Known>;

export interface ServerRemote {
	readonly address: string;
	readonly trying: Trying;
	readonly lastMet: LastMet;
	connection(): Connection | null;
}

export interface Servers {
	all(): readonly ServerRemote[];
	/** Signs up; from now on the server is one of ours, and tried again while it cannot be reached. */
	choose(address: string, token: string): Promise<ServerRemote>;
	/** One that nobody asked for any more, and that does not let us in. */
	forget(address: string): Promise<void>;
	/** Which servers there are may have changed, or what is exchanged with them. */
	refresh(): void;
	pause(): void;
	resume(): void;
	hurry(why: "now" | "written"): void;
}

const keyOf = (address: string): string => `server/${address}`;

export function createServers(setting: RemotesSetting): Servers {
	const { store, wishes, spaces } = setting;
	const remotes = new Map<string, ServerRemote & { refresh(): void }>();
	let isPaused = true;

	const knownOf = (address: string): Known => Known.parse(store.get(keyOf(address)) ?? {});
	const remember = (address: string, more: Partial<Known>): Promise<void> => store.set(keyOf(address), { ...knownOf(address), ...more });

	function open(address: string): ServerRemote & { refresh(): void } {
		let connection: Connection | null = null;
		const lastMet = createLastMet(setting, `met/${address}`);

		async function begin(): Promise<Connection> {
			const { device, token } = knownOf(address);
			const transport = await setting.lines.open(lineTo(address));
			const conversation = await startConversation({
				transport,
				role: "initiator",
				identity: setting.identity,
				sodium: setting.sodium,
				after: setting.after,
				...(device === null ? {} : { expectedDevice: device }),
			});
			try {
				if (device === null) await remember(address, { device: conversation.counterpart.device });
				const registered = await conversation.register(token);
				if ("refused" in registered) throw new NotLetIn(registered.refused);
				if (token !== "") await remember(address, { token: "" });
				const announced = new Set(await announcedBy(conversation.mySpaces()));
				for (const space of wishes.toExpect([...announced], address)) await spaces.expect(space, address);
				const made = createConnection({
					conversation,
					copy: setting.copyFor({ fetches: false, mayHave: () => true }),
					wishes: () => wishes.ofServer(address, announced),
					isPeer: false,
					after: setting.after,
					onProgress: progressed,
				});
				connection = made;
				void made.ended.then(() => {
					if (connection === made) connection = null;
				});
				setting.onConnection(made, conversation.counterpart);
				return made;
			} catch (error) {
				conversation.end();
				throw error;
			}
		}

		function progressed(now: Connection): void {
			if (now.isUpToDate()) lastMet.meet();
			setting.onChange();
		}

		const trying = keepTrying({
			begin,
			after: setting.after,
			clock: setting.clock,
			random: setting.random,
			onState: setting.onChange,
		});
		return { address, trying, lastMet, connection: () => connection, refresh: () => connection?.refresh() };
	}

	function need(address: string): ServerRemote {
		const known = remotes.get(address);
		if (known !== undefined) return known;
		const opened = open(address);
		remotes.set(address, opened);
		if (!isPaused) opened.trying.start();
		return opened;
	}

	function drop(address: string): void {
		remotes.get(address)?.trying.stop();
		remotes.delete(address);
	}

	function chosen(): string[] {
		return store.all("server/").flatMap(({ key, value }) => (Known.parse(value).chosen ? [key.slice("server/".length)] : []));
	}

	function refresh(): void {
		const needed = new Set([...chosen(), ...wishes.servers()]);
		for (const address of remotes.keys()) if (!needed.has(address)) drop(address);
		for (const address of needed) need(address);
		for (const remote of remotes.values()) remote.refresh();
	}

	return {
		all: () => [...remotes.values()],
		async choose(address, token) {
			await remember(address, { chosen: true, ...(token === "" ? {} : { token }) });
			// What it said before the token was there counts no more.
			if (remotes.get(address)?.trying.state().is === "waiting") drop(address);
			return need(address);
		},
		async forget(address) {
			await remember(address, { chosen: false, token: "" });
			refresh();
		},
		refresh,
		pause() {
			isPaused = true;
			for (const { trying } of remotes.values()) trying.stop();
		},
		resume() {
			isPaused = false;
			refresh();
			for (const { trying } of remotes.values()) trying.start();
		},
		hurry(why) {
			for (const { trying } of remotes.values()) trying.hurry(why);
		},
	};
}

/** A server that does not say which spaces it has for us may still have those that we know of. */
async function announcedBy(asked: Promise<{ readonly ok: readonly string[] } | { readonly refused: string }>): Promise<readonly string[]> {
	const answered = await asked;
	return "ok" in answered ? answered.ok : [];
}
