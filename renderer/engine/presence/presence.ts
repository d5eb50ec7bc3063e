/** Who is where in which text: tells others where this person is, and keeps what others tell (docs/protocol.md R19). */
import { getCursor, getCursorPosition } from "@automerge/automerge/slim";
import { type ItemId, readString } from "../../../shared/model/item";
import { modelOf } from "../../../shared/model/registry";
import type { After } from "../../../shared/protocol/conversation/ports";
import type { Sign } from "../../../shared/protocol/envelope";
import { type Place, sealPresence } from "../../../shared/protocol/presence";
import type { Sodium } from "../../../shared/protocol/sodium";
import type { DocumentNews } from "../documents/document-news";
import type { Documents } from "../documents/documents";
import type { HeldSpaces } from "../spaces/held-spaces";
import type { Here, Selection } from "../spaces-contract";
import type { Connection } from "../sync/connection";
import { createHeard, type Elsewhere } from "./heard";

/** At most so often (milliseconds) it is told where one is. */
const AT_MOST_EVERY = 250;
/** Said again after so long, so that others know that it still holds. */
const SAID_AGAIN = 15_000;

export interface PresenceParts {
	readonly sodium: Sodium;
	readonly held: HeldSpaces;
	readonly documents: Pick<Documents, "use">;
	readonly news: Pick<DocumentNews, "listen">;
	readonly sign: Sign;
	readonly after: After;
	/** Milliseconds since 1970. */
	readonly now: () => number;
	/** Milliseconds that only grow. */
	readonly clock: () => number;
	/** Whether this person wants to be seen. */
	readonly isSeen: () => boolean;
	/** Who is where may have changed. */
	readonly onChange: () => void;
	readonly onProblem: (error: unknown) => void;
}

/** Somebody in an item; `selection` is null when they only look at it, or when the words they are in are not here yet. */
export interface PresentDevice extends Omit<Elsewhere, "place" | "space"> {
	readonly selection: Selection | null;
}

export interface Presence {
	/** Goes over this conversation too, as long as it lasts. */
	begin(connection: Connection): void;
	/** Says where this person is from now on; null: nowhere. */
	here(where: Here | null): void;
	inItem(item: ItemId): Promise<readonly PresentDevice[]>;
	/** Something that decides whether and how others are told has changed. */
	again(): void;
	close(): void;
}

export function createPresence(parts: PresenceParts): Presence {
	const { sodium, held, documents, after, clock, onChange, onProblem } = parts;
	const heard = createHeard({ sodium, held, clock });
	const connections = new Set<Connection>();
	let where: Here | null = null;
	/** The space that was last told where one is. */
	let toldIn: string | null = null;
	let toldAt = Number.NEGATIVE_INFINITY;
	let number = 0;
	let cancel: (() => void) | null = null;
	let telling: Promise<void> = Promise.resolve();
	let isClosed = false;

	const unlisten = parts.news.listen(({ id }) => {
		if (heard.inItem(id).length > 0) onChange();
	});

	let stopExpiring = after(SAID_AGAIN, expire);
	function forget(): void {
		if (heard.expire((space) => followers(space).length > 0)) onChange();
	}
	function expire(): void {
		forget();
		if (!isClosed) stopExpiring = after(SAID_AGAIN, expire);
	}

	const followers = (space: string): readonly Connection[] =>
		[...connections].filter((one) => one.progress().some((progress) => progress.space === space && progress.state !== "refused"));

	async function placeOf({ id, selection }: Here): Promise<Place> {
		if (selection === null) return { item: id, selection: null };
		return documents.use(id, ({ doc }) => {
			const field = modelOf(readString(doc.kind))?.textFields[0];
			const length = field === undefined ? 0 : readString(doc[field]).length;
			const cursor = (at: number): string => getCursor(doc, [field ?? ""], at >= length ? "end" : Math.max(0, at));
			return {
				item: id,
				selection: field === undefined ? null : { field, anchor: cursor(selection.anchor), head: cursor(selection.head) },
			};
		});
	}

	async function tellIn(space: string, place: Place): Promise<void> {
		const one = held.get(space);
		const key = one === null ? null : one.ring.writing(one.history);
		const to = followers(space);
		if (key === null || to.length === 0) return;
		number = Math.max(number + 1, parts.now());
		const author = { space, device: held.identity.deviceKey, epoch: key.epoch, number };
		const sealed = await sealPresence(sodium, author, place, key.key, parts.sign);
		for (const connection of to) connection.conversation.presence(space, sealed);
	}

	async function tellNow(): Promise<void> {
		const here = parts.isSeen() && !isClosed ? where : null;
		const space = here === null ? null : held.spaceOf(here.id);
		// Where nobody listens, typing costs nothing for this.
		const place = here === null || space === null || followers(space).length === 0 ? null : await placeOf(here);
		if (toldIn !== null && toldIn !== space) await tellIn(toldIn, null);
		toldIn = space;
		if (space !== null && place !== null) await tellIn(space, place);
	}

	/** Tells where one is, soon: what comes meanwhile is told together. */
	function tellSoon(wait = Math.max(0, toldAt + AT_MOST_EVERY - clock())): void {
		cancel?.();
		cancel = after(wait, () => {
			cancel = null;
			toldAt = clock();
			telling = telling.then(tellNow).catch(onProblem);
			if (where !== null && !isClosed) tellSoon(SAID_AGAIN);
		});
	}

	return {
		begin(connection) {
			connections.add(connection);
			const hear = heard.listen();
			const unlistenHere = connection.conversation.onTold((told) => {
				if (told.is !== "presence") return;
				const hearing = hear(told.space, told.sealed);
				if (hearing === "nothing") return;
				onChange();
				// Whoever has just come does not know who is there.
				if (hearing === "newcomer" && where !== null) tellSoon();
			});
			void connection.ended.then(() => {
				connections.delete(connection);
				unlistenHere();
				if (!isClosed) forget();
			});
		},
		here(now) {
			const before = where;
			where = now;
			// That one has left is told even while it is still being told that one is there.
			if (before !== null || now !== null) tellSoon();
		},
		async inItem(item) {
			const there = heard.inItem(item);
			if (there.length === 0) return [];
			return documents.use(item, ({ doc }) =>
				there.map(({ device, person, place }): PresentDevice => {
					const { selection } = place;
					if (selection === null) return { device, person, selection: null };
					try {
						const position = (cursor: string): number => getCursorPosition(doc, [selection.field], cursor);
						return { device, person, selection: { anchor: position(selection.anchor), head: position(selection.head) } };
					} catch {
						// The words they are in have not come yet: they do in a moment, and this is asked again.
						return { device, person, selection: null };
					}
				}),
			);
		},
		again: () => tellSoon(),
		close() {
			isClosed = true;
			unlisten();
			stopExpiring();
			cancel?.();
			connections.clear();
		},
	};
}
