/** One conversation with a remote, and what is carried in it: spaces come and go while it lasts. */
import { toHex } from "../../../shared/protocol/bytes";
import { type CarriedSpace, carry, type SpaceProgress } from "../../../shared/protocol/conversation/carry";
import type { Conversation } from "../../../shared/protocol/conversation/conversation";
import { ConversationEnded } from "../../../shared/protocol/conversation/endings";
import type { After, OwnCopy } from "../../../shared/protocol/conversation/ports";

/** Spaces that are refused are tried again after two seconds, then ever more slowly, and every minute in the end. */
const FIRST_AGAIN = 2000;
const LAST_AGAIN = 60_000;

export interface ConnectionSetting {
	readonly conversation: Conversation;
	readonly copy: OwnCopy;
	/** Which spaces are to be carried at the moment. */
	readonly wishes: () => readonly CarriedSpace[];
	/** Whether the other side carries too, as a peer does. */
	readonly isPeer: boolean;
	readonly after: After;
	/** The progress may be another. */
	readonly onProgress: (connection: Connection) => void;
}

export interface Connection {
	readonly conversation: Conversation;
	progress(): readonly SpaceProgress[];
	/** Whether everything that is carried has been exchanged. */
	isUpToDate(): boolean;
	/** Memberships or invites may have changed: carries what is wished now. */
	refresh(): void;
	/** The other side has opened a space: it knows us now, if it did not before. */
	openedByThem(space: string): void;
	/** Resolves when it has ended: with what it ended with, null in good order. Never rejects. */
	readonly ended: Promise<unknown>;
	end(): void;
}

export function createConnection({ conversation, copy, wishes, isPeer, after, onProgress }: ConnectionSetting): Connection {
	const carried = new Map<string, CarriedSpace>(wishes().map((wish) => [wish.space, wish]));
	let made: Connection | null = null;
	const progressed = (): void => {
		if (made !== null) onProgress(made);
	};
	const carrying = carry({ conversation, copy, after, spaces: [...carried.values()], otherCarries: isPeer, onProgress: progressed });
	let isOver = false;
	let wait = FIRST_AGAIN;
	let cancel = after(wait, tryAgain);
	void carrying.ended.then(() => {
		isOver = true;
		cancel();
	});

	/** What the other side did not know, or not let us have, it may have heard of meanwhile from others. */
	function tryAgain(): void {
		const refused = new Set(carrying.progress().flatMap(({ space, state }) => (state === "refused" ? [space] : [])));
		const again = [...carried.values()].filter(({ space }) => refused.has(space));
		if (again.length > 0) carrying.add(again);
		wait = Math.min(2 * wait, LAST_AGAIN);
		if (!isOver) cancel = after(wait, tryAgain);
	}

	function refresh(): void {
		const wished = new Map(wishes().map((wish) => [wish.space, wish]));
		const dropped = [...carried.keys()].filter((space) => !wished.has(space));
		const added = [...wished.values()].filter((wish) => nameOf(carried.get(wish.space)) !== nameOf(wish));
		for (const space of dropped) carried.delete(space);
		for (const wish of added) carried.set(wish.space, wish);
		if (dropped.length > 0) carrying.drop(dropped);
		if (added.length > 0) carrying.add(added);
		if (dropped.length > 0 || added.length > 0) progressed();
	}

	made = {
		conversation,
		progress: carrying.progress,
		isUpToDate: () =>
			carrying
				.progress()
				.every(({ state, toSend, toReceive }) => state === "refused" || (state === "up-to-date" && toSend + toReceive === 0)),
		refresh,
		openedByThem(space) {
			const wish = carried.get(space);
			const stands = carrying.progress().find((progress) => progress.space === space);
			if (wish !== undefined && stands?.state === "refused") carrying.add([wish]);
		},
		ended: carrying.ended.then(({ ending, error }) => error ?? (ending.why === "closed" ? null : new ConversationEnded(ending))),
		end: () => conversation.end(),
	};
	return made;
}

function nameOf(wish: CarriedSpace | undefined): string {
	return wish === undefined ? "" : `${wish.space} ${wish.invite === null ? "" : toHex(wish.invite.publicKey)} ${wish.mayBring}`;
}
