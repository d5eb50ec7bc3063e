/** The spaces of a book, for whoever exchanges envelopes with others. */
import type { Origin } from "../../../shared/protocol/conversation/ports";
import { readHeader } from "../../../shared/protocol/envelope";
import type { IntakeOutcome } from "../../../shared/protocol/intake";
import { inviteKeys } from "../../../shared/protocol/membership/invite-link";
import type { Speaker } from "../../../shared/protocol/membership/making-statements";
import type { MembershipHistory } from "../../../shared/protocol/membership/membership-history";
import type { SpaceKey } from "../../../shared/protocol/membership/space-keys";
import type { Role } from "../../../shared/protocol/membership/statements";
import type { KeyPair } from "../../../shared/protocol/sodium";
import type { Exclusive } from "../exclusive";
import type { Projector } from "../projector";
import type { HeldSpace } from "./held-spaces";
import { lookAtAll } from "./looking";
import type { SpaceNews } from "./space-news";
import type { TakeIn } from "./take-in";
import { type TendingParts, tend } from "./tending";

/** An invite that one holds and has not been let in by yet. */
export interface HeldInvite {
	readonly keys: KeyPair;
	/** Where the link says that the space can be reached. */
	readonly server: string | null;
}

export interface Spaces {
	readonly privateSpace: string;
	/** This device and its person. */
	readonly speaker: Speaker;
	/** All spaces that are held: one's own, those one is in or was in, those one waits for. */
	ids(): readonly string[];
	history(space: string): MembershipHistory | null;
	keysOf(space: string): readonly SpaceKey[];
	/** The key that what is made now is sealed with; null while one has none. */
	writingKey(space: string): SpaceKey | null;
	/** One's own role; null unless this device is in. */
	role(space: string): Role | null;
	serverOf(space: string): string | null;
	/** The invite by which one comes into a space that one is not in yet; null otherwise. */
	inviteOf(space: string): HeldInvite | null;
	/**
	 * Takes envelopes as they come; resolves when all of it is durable and what one states because of it is too. Of a space
	 * that is not held, all are refused.
	 */
	takeIn(space: string, envelopes: readonly Uint8Array[], origin: Origin): Promise<readonly IntakeOutcome[]>;
	/** Holds a space from now on, so that it can be taken in: its person is in it, as another device knows. */
	expect(space: string, server: string | null): Promise<void>;
	/** Tells of spaces in which something is new in the log, whoever brought it. */
	onNew(listener: (space: string) => void): () => void;
	/** Tells of spaces of which members, keys or settings are others than before. */
	onChanged(listener: (space: string) => void): () => void;
}

export interface SpacesParts extends TendingParts {
	readonly takeIn: TakeIn;
	readonly news: SpaceNews;
	readonly projector: Pick<Projector, "reach">;
	readonly exclusive: Exclusive;
}

/** What is done to spaces, one thing after the other, and told. */
export interface SpaceDesk extends Spaces {
	/** Works on a space with nothing else between; tends it afterwards and tells that it changed. */
	working<Result>(space: string, work: (space: HeldSpace) => Promise<Result>): Promise<Result>;
	/** Does what a sudden end, or a failure, kept from being done: judging again, opening what has its key, stating what is due. */
	catchUp(): Promise<void>;
	/** Tries once more what is aside in any space. */
	tryAgain(): Promise<void>;
}

export function createSpaces(parts: SpacesParts): SpaceDesk {
	const { sodium, spaces, takeIn, projector, exclusive, log, news } = parts;

	/** Waits to be let in by an invite: what it waits for may have come, also where it waits itself. */
	const isJoining = ({ local, history }: HeldSpace): boolean =>
		local.joining?.state === "joining" && history.current()?.members.has(spaces.speaker.person) !== true;

	/** What is afterwards due; which laptops were lost, the private space says for all. */
	async function afterwards(id: string): Promise<void> {
		await afterwardsIn(id);
		if (id !== spaces.privateSpace) return;
		for (const other of spaces.all()) if (other.id !== id && other.history.current() !== null) await afterwardsIn(other.id);
	}

	/** States what is due, opens what waited for a key, and tells. */
	async function afterwardsIn(id: string): Promise<void> {
		const space = spaces.get(id);
		if (space === null) return;
		try {
			const last = await tend(space, parts);
			if (last > 0) projector.reach(last);
		} finally {
			// Whatever could not be stated, what can be read now is read.
			await takeIn.openWaiting(space);
			news.tellChanged(id);
		}
	}

	return {
		privateSpace: spaces.privateSpace,
		speaker: spaces.speaker,
		ids: () => spaces.all().map(({ id }) => id),
		history: (space) => spaces.get(space)?.history ?? null,
		keysOf: (space) => spaces.get(space)?.ring.all() ?? [],
		writingKey(space) {
			const held = spaces.get(space);
			return held === null ? null : held.ring.writing(held.history);
		},
		role(space) {
			const membership = spaces.get(space)?.history.current() ?? null;
			if (membership?.devices.get(spaces.speaker.device)?.active !== true) return null;
			return membership.members.get(spaces.speaker.person)?.role ?? null;
		},
		serverOf: (space) => spaces.get(space)?.local.server ?? null,
		inviteOf(space) {
			const held = spaces.get(space);
			const joining = held?.local.joining ?? null;
			if (held === null || joining?.state !== "joining" || held.history.current()?.members.has(spaces.speaker.person) === true) return null;
			return { keys: inviteKeys(sodium, joining.secret), server: held.local.server };
		},
		takeIn(id, envelopes, origin) {
			const looking = lookAtAll(sodium, id, envelopes);
			// Waited for in its turn; until then a failure must not count as unheard.
			looking.catch(() => undefined);
			return exclusive(async () => {
				const space = spaces.get(id);
				if (space === null) return envelopes.map(() => ({ is: "refused", why: "wrong-space" }));
				const before = space.history.heads().join();
				const outcomes = await takeIn.take(space, await looking, origin);
				const isStatementWaiting = outcomes.some(({ is }, index) => is === "waiting" && isStatement(envelopes[index]));
				const isChanged = space.history.heads().join() !== before || isStatementWaiting || isJoining(space);
				if (isChanged) await afterwards(id);
				if (isChanged || outcomes.some(({ is }) => is === "accepted" || is === "late" || is === "waiting")) news.tellNew(id);
				return outcomes;
			});
		},
		expect: (id, server) =>
			exclusive(async () => {
				const space = spaces.hold(id);
				space.local = { ...space.local, server: server ?? space.local.server };
				await log.change({ spaces: [space.local] });
				await afterwards(id);
				news.tellNew(id);
			}),
		onNew: news.onNew,
		onChanged: news.onChanged,
		async catchUp() {
			for (const { id, history } of spaces.all()) {
				// Where nobody else has stated anything, nothing was taken in.
				const isOwn = history.statements().every(({ device }) => device === spaces.speaker.device);
				await exclusive(async () => {
					const space = spaces.get(id);
					if (space === null) return;
					if (isOwn) return takeIn.openWaiting(space);
					await takeIn.take(space, [], null);
					await afterwards(id);
				});
			}
		},
		tryAgain: () =>
			exclusive(async () => {
				for (const space of spaces.all()) await takeIn.tryAgain(space);
			}),
		working: (id, work) =>
			exclusive(async () => {
				const result = await work(spaces.hold(id));
				await afterwards(id);
				return result;
			}),
	};
}

/** Of an envelope that was read already. */
function isStatement(bytes: Uint8Array | undefined): boolean {
	return bytes !== undefined && readHeader(bytes).lane === "membership";
}
