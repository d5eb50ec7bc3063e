/** Sync as a whole: this laptop's copy of the spaces, kept equal with the copies on servers and other laptops. */
import type { SessionIdentity } from "../../../shared/protocol/conversation/handshake";
import type { After, Counterpart } from "../../../shared/protocol/conversation/ports";
import type { Sodium } from "../../../shared/protocol/sodium";
import { EngineError } from "../contract";
import type { SyncStatus } from "../spaces-contract";
import type { Lines } from "../worker/lines";
import { createChanges } from "./changes";
import type { Connection } from "./connection";
import { type OfferedFiles, offerSpaces } from "./offered-spaces";
import { ownCopy } from "./own-copy";
import { createPeers } from "./peers";
import type { SyncLog, SyncSpaces, SyncStore } from "./ports";
import { createSafeElsewhere } from "./safe-elsewhere";
import { peerAddress, serverAddress } from "./server-address";
import { createServers } from "./servers";
import type { RemotesSetting } from "./setting";
import { keepSettings, readSettings, type SyncSettings } from "./settings";
import { syncStatus } from "./status";
import { createWishes } from "./wishes";

/** So long `addServer` waits for a first answer: 15 seconds. After that the server is tried in the background. */
const FIRST_ANSWER = 15_000;

export interface SyncPorts {
	readonly lines: Lines;
	readonly identity: SessionIdentity;
	readonly sodium: Sodium;
	readonly log: SyncLog;
	readonly spaces: SyncSpaces;
	readonly store: SyncStore;
	readonly files: OfferedFiles;
	readonly nameOf: (person: string) => string;
	readonly after: After;
	/** Milliseconds since 1970. */
	readonly now: () => number;
	/** Milliseconds that only grow. */
	readonly clock: () => number;
	/** From 0 up to 1. */
	readonly random: () => number;
	readonly onProblem: (error: unknown) => void;
	/** A conversation has begun; what else goes over it may begin too. */
	readonly onConnection?: (connection: Connection, who: Counterpart) => void;
}

export interface Sync {
	status(): Promise<SyncStatus>;
	/** Tells that the status may be another, a few times a second at most, until the returned function is called. */
	onChange(listener: () => void): () => void;
	/** Signs up with a server. Fails when it says no; while it cannot be reached it is tried again in the background. */
	addServer(address: string, token: string | null): Promise<void>;
	/** Looks for a laptop at `host:port`, now and from then on. */
	meetPeer(address: string): Promise<void>;
	set(change: Partial<SyncSettings>): Promise<void>;
	/** The network is back. */
	online(): void;
	/** At which port others can call; null while they cannot. */
	port(): number | null;
	close(): void;
}

export function startSync(ports: SyncPorts): Sync {
	const { lines, spaces, log, store, identity, onProblem } = ports;
	const person = identity.owner?.person ?? "";
	let settings = readSettings(store);
	let listening: number | null = null;
	let wantsToListen = false;
	const refusedThere = new Map<string, string>();
	const changes = createChanges(ports.after);
	const safe = createSafeElsewhere(log, store, identity.device);
	const wishes = createWishes({ spaces, self: { device: identity.device, person }, hasUnsent: safe.isBehind, now: ports.now });
	const offered = offerSpaces({
		sodium: ports.sodium,
		log,
		spaces,
		files: ports.files,
		mayOffer: wishes.isMember,
		isAwaited: wishes.isAwaited,
		now: ports.now,
		onProblem,
	});
	const copyParts = {
		log,
		spaces,
		safe,
		device: identity.device,
		onNotTaken: (remote: string, space: string, _: string, why: string) => void refusedThere.set(`${remote}/${space}`, why),
	};
	const setting: RemotesSetting = {
		...ports,
		wishes,
		offered,
		copyFor: (who) => ownCopy(copyParts, who),
		onConnection: ports.onConnection ?? (() => undefined),
		onChange: changes.tell,
	};
	const servers = createServers(setting);
	const peers = createPeers(setting);

	const unlisten = [
		spaces.onNew(() => {
			changes.tell();
			servers.hurry("written");
		}),
		spaces.onChanged(() => {
			changes.tell();
			servers.refresh();
			peers.refresh();
			listen();
		}),
	];

	function listen(): void {
		const wanted = !settings.paused && (settings.local ?? wishes.hasCompany());
		if (wanted === wantsToListen) return;
		wantsToListen = wanted;
		lines.listen(wanted).then((port) => {
			listening = port;
			changes.tell();
		}, onProblem);
	}

	function apply(): void {
		if (settings.paused) {
			servers.pause();
			peers.pause();
		} else {
			servers.resume();
			peers.resume();
		}
		listen();
		changes.tell();
	}

	async function addServer(typed: string, token: string | null): Promise<void> {
		const address = serverAddress(typed);
		if (address === null) throw new EngineError("bad-request", `${typed} is no address of a server`);
		const remote = await servers.choose(address, token ?? "");
		const answered = await new Promise<string>((resolve) => {
			const look = (): void => {
				const state = remote.trying.state();
				const isSettled = state.is === "connected" || (state.is === "waiting" && state.problem.isLasting);
				if (isSettled) settle(state.is === "waiting" ? state.problem.key : "");
			};
			const settle = (problem: string): void => {
				stop();
				cancel();
				resolve(problem);
			};
			const stop = changes.onTell(look);
			const cancel = ports.after(FIRST_ANSWER, () => settle(""));
			if (settings.paused) settle("");
			else look();
		});
		if (answered === "") return;
		await servers.forget(address);
		throw new EngineError("refused", `the server does not let this person in: ${answered}`, answered);
	}

	lines.onCall((line) => peers.called(line));
	lines.onFound((found) => peers.found(found));
	apply();

	return {
		status: () =>
			syncStatus({
				servers,
				peers,
				settings: () => settings,
				port: () => listening,
				spaces: spaces.ids,
				onlyHere: safe.onlyHere,
				nameOf: ports.nameOf,
				notTaken: (remote, space) => refusedThere.get(`${remote}/${space}`) ?? "",
			}),
		onChange: changes.onChange,
		addServer,
		async meetPeer(typed) {
			const address = peerAddress(typed);
			if (address === null) throw new EngineError("bad-request", `${typed} is no address of a laptop`);
			await peers.meet(address);
		},
		async set(change) {
			settings = { ...settings, ...change };
			await keepSettings(store, settings);
			apply();
		},
		online() {
			servers.hurry("now");
			peers.hurry();
		},
		port: () => listening,
		close() {
			for (const stop of unlisten) stop();
			offered.close();
			servers.pause();
			peers.pause();
			changes.close();
			if (wantsToListen) lines.listen(false).catch(() => undefined);
		},
	};
}
