/**
 * Files of shared spaces: fetched when somebody asks for one, and in the background what is missing; brought to servers that
 * do not have them. Only what an item refers to; nothing while the connection costs.
 */
import type { Host } from "../../../shared/host";
import { type CopyOfBlob, fetchBlob, sendBlob } from "../../../shared/protocol/conversation/blob-transfer";
import { ConversationEnded } from "../../../shared/protocol/conversation/endings";
import { ExchangeRefused } from "../../../shared/protocol/conversation/exchange";
import type { After, Counterpart } from "../../../shared/protocol/conversation/ports";
import { sealedSize } from "../../../shared/protocol/files/sealed-file";
import type { Sodium } from "../../../shared/protocol/sodium";
import { type ArrivingCopy, openArriving } from "./arriving-copy";
import type { Connection } from "./connection";
import type { SyncStore } from "./ports";
import type { KnownFile, SpaceFiles } from "./space-files";

/** After something new came, files are looked for so many milliseconds later. */
const LOOK_AFTER = 1000;
/**
 * A file that is nowhere whole yet may be on its way there: it is looked for again after half a minute, and ever more rarely
 * while nothing comes, every four minutes in the end.
 */
const FIRST_AGAIN = 30_000;
const LAST_AGAIN = 240_000;

export interface FileExchangeParts {
	readonly sodium: Sodium;
	readonly host: Host;
	readonly files: SpaceFiles;
	/** Hex of one's own key. */
	readonly person: string;
	readonly store: SyncStore;
	readonly after: After;
	/** No files but those that somebody asks for. */
	readonly isMetered: () => boolean;
	/** Whether one may bring files to the space. */
	readonly mayWrite: (space: string) => boolean;
	readonly onProblem: (error: unknown) => void;
}

export interface FileExchange {
	/** A conversation has begun. */
	begin(connection: Connection, who: Counterpart): void;
	/** There may be files that are missing here or elsewhere. */
	look(): void;
	/** Fetches a file of any space from whoever is there; whether it is here now. */
	fetch(hash: string): Promise<boolean>;
	close(): void;
}

const fetchedKey = (hash: string): string => `fetched/${hash}`;

/** The connection costs: what is under way in the background is given up. */
class Metered extends Error {}

export function createFileExchange(parts: FileExchangeParts): FileExchange {
	const { sodium, host, files, person, store, after, isMetered, mayWrite, onProblem } = parts;
	const connections = new Map<Connection, Counterpart>();
	const busy = new Set<Connection>();
	/** Copies that are other bytes. */
	const wrong = new Set<string>();
	const underWay = new Map<string, Promise<boolean>>();
	let cancel: (() => void) | null = null;
	let again: (() => void) | null = null;
	let wait = FIRST_AGAIN;

	const spacesOf = (connection: Connection): readonly string[] =>
		connection.progress().flatMap(({ space, state }) => (state === "refused" || state === "opening" ? [] : [space]));

	function transferOf(connection: Connection, space: string, goOn: () => Promise<void>) {
		return { conversation: connection.conversation, after, space, goOn };
	}

	const inBackground = async (): Promise<void> => {
		if (isMetered()) throw new Metered();
	};

	/** Fetches one file from one remote; whether it is here now. */
	async function fetchFrom(connection: Connection, space: string, file: KnownFile, goOn: () => Promise<void>): Promise<boolean> {
		const { device } = connection.conversation.counterpart;
		const names = new Map(files.sealed(space, file.hash).map((one) => [one.name, one]));
		const keyOf = ({ name, by }: CopyOfBlob): string => `${device}/${space}/${name}/${by}`;
		const copies = new Map<string, ArrivingCopy>();
		async function copyOf(copy: CopyOfBlob): Promise<ArrivingCopy> {
			const sealed = names.get(copy.name);
			if (sealed === undefined) throw new Error("a copy under a name that was not asked for");
			const known = copies.get(keyOf(copy)) ?? (await openArriving(host, sodium, copy, sealed, file));
			copies.set(keyOf(copy), known);
			return known;
		}
		const found = await fetchBlob(transferOf(connection, space, goOn), {
			names: [...names.keys()],
			arrived: async (copy) => (wrong.has(keyOf(copy)) ? null : (await copyOf(copy)).taken()),
			append: async (copy, _, bytes) => (await copyOf(copy)).take(bytes),
			async isTrue(copy) {
				const isKept = await (await copyOf(copy)).keep();
				if (!isKept) wrong.add(keyOf(copy));
				return isKept;
			},
		});
		if (found === null) return false;
		// Where one came from there may be more.
		wait = FIRST_AGAIN;
		await store.set(fetchedKey(file.hash), true);
		return true;
	}

	/** One fetches a file at a time, whoever wants it. */
	function fetchOnce(connection: Connection, space: string, file: KnownFile, goOn: () => Promise<void>): Promise<boolean> {
		const known = underWay.get(file.hash);
		if (known !== undefined) return known;
		const fetching = fetchFrom(connection, space, file, goOn).finally(() => underWay.delete(file.hash));
		underWay.set(file.hash, fetching);
		return fetching;
	}

	async function bring(connection: Connection, space: string, file: KnownFile): Promise<void> {
		const [first] = files.sealed(space, file.hash);
		const note = `file/${connection.conversation.counterpart.device}/${space}/${file.hash}`;
		if (first === undefined || store.get(note) !== undefined) return;
		await sendBlob(transferOf(connection, space, inBackground), {
			name: first.name,
			total: sealedSize(file.size),
			by: person,
			// Whoever fetched it need not bring a copy of their own where there is a whole one.
			isOurs: store.get(fetchedKey(file.hash)) === undefined,
			read: (from, length) => files.part(first, file, from, length),
		});
		await store.set(note, true);
	}

	/** Gives whether something could not be had. */
	async function work(connection: Connection, who: Counterpart): Promise<boolean> {
		let isLacking = false;
		for (const space of spacesOf(connection)) {
			const known = await files.of(space);
			const here = await files.here(known);
			for (const file of known) {
				await inBackground();
				try {
					if (!here.has(file.hash)) isLacking = !(await fetchOnce(connection, space, file, inBackground)) || isLacking;
					else if (who.person === null && mayWrite(space)) await bring(connection, space, file);
				} catch (error) {
					// One that a server does not take or give stops no other.
					if (!(error instanceof ExchangeRefused)) throw error;
				}
			}
		}
		return isLacking;
	}

	function workOn(connection: Connection, who: Counterpart): void {
		if (busy.has(connection)) return;
		busy.add(connection);
		work(connection, who)
			.then((isLacking) => {
				if (isLacking) again ??= after(wait, lookAgain);
			})
			.catch((error: unknown) => {
				if (!(error instanceof ConversationEnded) && !(error instanceof Metered)) onProblem(error);
			})
			.finally(() => busy.delete(connection));
	}

	function lookAgain(): void {
		again = null;
		wait = Math.min(2 * wait, LAST_AGAIN);
		lookSoon();
	}

	/** Something is new: what was nowhere may be somewhere now. */
	function look(): void {
		again?.();
		again = null;
		wait = FIRST_AGAIN;
		lookSoon();
	}

	function lookSoon(): void {
		cancel ??= after(LOOK_AFTER, () => {
			cancel = null;
			if (isMetered()) return;
			for (const [connection, who] of connections) workOn(connection, who);
		});
	}

	return {
		begin(connection, who) {
			connections.set(connection, who);
			void connection.ended.then(() => connections.delete(connection));
			look();
		},
		look,
		async fetch(hash) {
			for (const connection of connections.keys()) {
				for (const space of spacesOf(connection)) {
					const file = (await files.of(space)).find((one) => one.hash === hash);
					if (file === undefined) continue;
					const isHere = await fetchOnce(connection, space, file, async () => undefined).catch(() => false);
					if (isHere) return true;
				}
			}
			return false;
		},
		close() {
			cancel?.();
			again?.();
			connections.clear();
		},
	};
}
