/** Which spaces are exchanged with whom: to ask somebody for a space names it to them. */
import type { CarriedSpace } from "../../../shared/protocol/conversation/carry";
import type { Counterpart } from "../../../shared/protocol/conversation/ports";
import { accessOf } from "./access";
import type { SyncSpaces } from "./ports";
import { serverAddress } from "./server-address";

/** Spaces that are waited for because one server, or the own laptops, told of them: so many may be false. */
const MOST_AWAITED = 500;

export interface WishesParts {
	readonly spaces: SyncSpaces;
	/** Hex of this device and its person. */
	readonly self: { readonly device: string; readonly person: string };
	/** Whether something of this device is nowhere else yet: who has left still says so. */
	readonly hasUnsent: (space: string) => boolean;
	readonly now: () => number;
}

export interface Wishes {
	/** Whether one is in the space oneself. */
	isMember(space: string): boolean;
	/** Held, and nothing of it has come yet. */
	isAwaited(space: string): boolean;
	/** Whether somebody is another laptop of one's own, and was not removed. */
	isOwn(who: Counterpart): boolean;
	/** Those of the spaces that one was told of by a server, or by a laptop of one's own (null), and that are new and to be waited for. */
	toExpect(told: readonly string[], server: string | null): readonly string[];
	/** Addresses of all servers that spaces and invites name. */
	servers(): ReadonlySet<string>;
	/** `announced`: spaces that this server says one is a member of. */
	ofServer(address: string, announced: ReadonlySet<string>): readonly CarriedSpace[];
	ofPeer(who: Counterpart): readonly CarriedSpace[];
	/** Whether there may be somebody to meet on a local network: others in a space, another laptop, or an invite. */
	hasCompany(): boolean;
}

export function createWishes({ spaces, self, hasUnsent, now }: WishesParts): Wishes {
	const me: Counterpart = { ...self, invites: new Map() };
	const isMember = (space: string): boolean => accessOf(me, spaces.history(space), now()) !== null;
	const hasBegun = (space: string): boolean => (spaces.history(space)?.current() ?? null) !== null;
	const isAwaited = (space: string): boolean => spaces.history(space) !== null && !hasBegun(space) && spaces.inviteOf(space) === null;
	const serverOf = (space: string): string | null => canonical(spaces.serverOf(space));

	const isOwn = ({ device, person }: Counterpart): boolean =>
		person === self.person &&
		spaces.ids().every((space) => {
			const membership = spaces.history(space)?.current() ?? null;
			const isMine = membership?.kind === "private" && membership.members.has(self.person);
			return !isMine || membership.devices.get(device)?.active !== false;
		});

	function toExpect(told: readonly string[], server: string | null): readonly string[] {
		const unknown = told.filter((space) => spaces.history(space) === null);
		if (unknown.length === 0) return [];
		const awaited = spaces.ids().filter((space) => isAwaited(space) && serverOf(space) === server);
		return unknown.slice(0, Math.max(0, MOST_AWAITED - awaited.length));
	}

	function ofServer(address: string, announced: ReadonlySet<string>, space: string): CarriedSpace[] {
		const invite = spaces.inviteOf(space);
		if (invite !== null && !isMember(space)) {
			return canonical(invite.server) === address ? [{ space, invite: invite.keys, mayBring: false }] : [];
		}
		if (serverOf(space) === address && hasBegun(space) && (isMember(space) || hasUnsent(space))) {
			return [{ space, invite: null, mayBring: true }];
		}
		return announced.has(space) && !hasBegun(space) ? [{ space, invite: null, mayBring: false }] : [];
	}

	function ofPeer(who: Counterpart, space: string): CarriedSpace[] {
		const invite = spaces.inviteOf(space);
		// Whoever holds an invite does not know who is in the space: everybody in reach is asked.
		if (invite !== null && !isMember(space)) return [{ space, invite: invite.keys, mayBring: false }];
		const access = accessOf(who, spaces.history(space), now());
		const isTheirs = access !== null && access !== "invited";
		// Bringing means here: one's own way in, to whoever has not heard of it.
		if (isTheirs && isMember(space)) return [{ space, invite: null, mayBring: true }];
		return isAwaited(space) && isOwn(who) ? [{ space, invite: null, mayBring: false }] : [];
	}

	return {
		isMember,
		isAwaited,
		isOwn,
		toExpect,
		servers() {
			const named = spaces.ids().flatMap((space) => [serverOf(space), canonical(spaces.inviteOf(space)?.server ?? null)]);
			return new Set(named.filter((address) => address !== null));
		},
		ofServer: (address, announced) => spaces.ids().flatMap((space) => ofServer(address, announced, space)),
		ofPeer: (who) => spaces.ids().flatMap((space) => ofPeer(who, space)),
		hasCompany: () =>
			spaces.ids().some((space) => {
				const membership = spaces.history(space)?.current() ?? null;
				if (membership === null) return spaces.inviteOf(space) !== null;
				const active = [...membership.devices.values()].filter((device) => device.active);
				return active.length > 1 || [...membership.invites.values()].some(({ withdrawn }) => !withdrawn);
			}),
	};
}

function canonical(address: string | null): string | null {
	return address === null ? null : serverAddress(address);
}
