/** What a person does with spaces and people: each a statement, durable on this laptop when it resolves. */

import { isServerAddress, readInviteLink, writeInviteLink } from "../../../shared/protocol/membership/invite-link";
import {
	makeDeviceRemoval,
	makeInvite,
	makePersonRemoval,
	makeRoleChange,
	makeSpace,
} from "../../../shared/protocol/membership/making-statements";
import type { Membership } from "../../../shared/protocol/membership/membership";
import type { SpaceKey } from "../../../shared/protocol/membership/space-keys";
import type { Statement } from "../../../shared/protocol/membership/statements";
import { Role } from "../../../shared/protocol/membership/statements";
import { EngineError } from "../contract";
import { unknownSpace } from "../log/local-space";
import type { ActionName, Actions } from "../spaces-contract";
import { CardShape, SharedKind, SpaceName, sealCard, sealName } from "./cards";
import type { HeldSpace } from "./held-spaces";
import type { SpaceDesk, SpacesParts } from "./spaces";
import { ownCard } from "./tending";

export type ActionDefinitions = { readonly [Name in ActionName]: (params: Actions[Name]["params"]) => Promise<Actions[Name]["result"]> };

export type SpaceActions = Pick<
	ActionDefinitions,
	| "introduce"
	| "create-space"
	| "rename-space"
	| "leave-space"
	| "set-server"
	| "invite"
	| "withdraw-invite"
	| "read-invite"
	| "join"
	| "set-role"
	| "remove-person"
	| "remove-device"
	| "admit-late"
>;

export function spaceActions(desk: SpaceDesk, parts: SpacesParts): SpaceActions {
	const { sodium, log, spaces, sealer, projector, takeIn, now } = parts;

	/** A space that has begun, with its membership. */
	function begun(space: HeldSpace): Membership {
		const membership = space.history.current();
		if (membership === null) throw new EngineError("not-found", "there is no such space here");
		return membership;
	}

	function writingKey(space: HeldSpace): SpaceKey {
		const key = space.ring.writing(space.history);
		if (key === null) throw new EngineError("refused", "the keys of this space are not here yet", "waiting-for-keys");
		return key;
	}

	async function state(space: HeldSpace, statement: Statement): Promise<void> {
		projector.reach(await sealer.state(space, statement, now()));
	}

	/** Works on a space that is held already. */
	function working<Result>(id: string, work: (space: HeldSpace, membership: Membership) => Promise<Result>): Promise<Result> {
		if (spaces.get(id) === null) return Promise.reject(new EngineError("not-found", "there is no such space here"));
		return desk.working(id, async (space) => work(space, begun(space)));
	}

	const stating = (id: string, make: (space: HeldSpace, membership: Membership) => Statement): Promise<Record<string, never>> =>
		working(id, async (space, membership) => {
			await state(space, make(space, membership));
			return {};
		});

	/** A statement that comes with a new key. */
	const renewing = (
		id: string,
		make: (
			space: HeldSpace,
			membership: Membership,
			seen: ReadonlyMap<string, number>,
		) => { readonly statement: Statement; readonly key: SpaceKey },
	): Promise<Record<string, never>> =>
		working(id, async (space, membership) => {
			const { statement, key } = make(space, membership, await log.numbersOf(id));
			await state(space, statement);
			space.ring.add(key);
			return {};
		});

	function readLink(text: string) {
		const link = readInviteLink(text);
		if (link === null) throw new EngineError("bad-request", "this is no link to a space");
		return link;
	}

	const isMember = (space: string): boolean => spaces.get(space)?.history.current()?.members.has(spaces.speaker.person) === true;

	return {
		async introduce({ card }) {
			const checked = CardShape.parse(card);
			for (const { id } of spaces.all()) {
				if (desk.role(id) === null || desk.writingKey(id) === null) continue;
				await stating(id, (space) => ({ is: "introduce", card: sealCard(sodium, writingKey(space), checked) }));
			}
			return {};
		},
		async "create-space"({ name, server, kind = "team" }) {
			const title = SpaceName.parse(name);
			assertServer(server);
			const card = ownCard(parts);
			const made = makeSpace(
				sodium,
				SharedKind.parse(kind),
				spaces.speaker,
				(key) => sealName(sodium, key, title),
				(key) => sealCard(sodium, key, card),
			);
			await desk.working(made.space, async (space) => {
				space.local = { ...unknownSpace(space.id), server };
				projector.reach(await sealer.state(space, made.statement, now(), { spaces: [space.local] }));
				space.ring.add(made.key);
			});
			return { space: made.space };
		},
		"rename-space": ({ space: id, name }) => {
			const title = SpaceName.parse(name);
			return stating(id, (space) => ({ is: "rename", name: sealName(sodium, writingKey(space), title) }));
		},
		"leave-space": ({ space }) => stating(space, () => ({ is: "leave" })),
		"set-server": ({ space: id, server }) => {
			assertServer(server);
			return working(id, async (space) => {
				space.local = { ...space.local, server };
				await log.change({ spaces: [space.local] });
				return {};
			});
		},
		invite: ({ space: id, role, ends, uses }) =>
			working(id, async (space) => {
				writingKey(space);
				const { statement, secret } = makeInvite(sodium, space.ring.all(), { role: Role.parse(role), ends, uses });
				const link = writeInviteLink({ space: id, secret, server: space.local.server });
				const invite = statement.is === "invite" ? statement.invite : "";
				const local = { ...space.local, links: { ...space.local.links, [invite]: link } };
				projector.reach(await sealer.state(space, statement, now(), { spaces: [local] }));
				space.local = local;
				return { link };
			}),
		"withdraw-invite": ({ space, invite }) => stating(space, () => ({ is: "withdraw-invite", invite })),
		async "read-invite"({ link: text }) {
			const { space, server } = readLink(text);
			return { space, server, member: isMember(space) };
		},
		async join({ link: text }) {
			const { space: id, secret, server } = readLink(text);
			if (isMember(id)) return { space: id };
			await desk.working(id, async (space) => {
				space.local = { ...space.local, server: server ?? space.local.server, joining: { secret, state: "joining", why: "" } };
				await log.change({ spaces: [space.local] });
				// Its boxes may hold keys of what is here already.
				await space.ring.refresh(space.history);
			});
			return { space: id };
		},
		"set-role": ({ space: id, person, role }) =>
			working(id, async (space, membership) => {
				await state(space, makeRoleChange(membership, person, Role.parse(role), await log.numbersOf(id)));
				return {};
			}),
		"remove-person": ({ space, person }) => renewing(space, (_, membership, seen) => makePersonRemoval(sodium, membership, person, seen)),
		async "remove-device"({ device }) {
			const isIn = (id: string): boolean => spaces.get(id)?.history.current()?.devices.get(device)?.active === true;
			const known = spaces.all().filter(({ id }) => isIn(id));
			if (known.length === 0) throw new EngineError("not-found", "there is no such laptop");
			for (const { id } of known) {
				// One's own is out of all spaces as soon as it is out of the private one.
				if (desk.role(id) !== null && isIn(id))
					await renewing(id, (_, membership, seen) => makeDeviceRemoval(sodium, membership, device, seen));
			}
			return {};
		},
		"admit-late": ({ space: id, device }) =>
			working(id, async (space) => {
				const late = (await log.late(id)).filter((one) => one.device === device);
				if (late.length === 0) throw new EngineError("not-found", "nothing of this device came late");
				await state(space, { is: "admit", device, number: Math.max(...late.map(({ number }) => number)) });
				await takeIn.take(space, [], null);
				return {};
			}),
	};
}

function assertServer(server: string | null): void {
	if (server !== null && !isServerAddress(server)) throw new EngineError("bad-request", "this is no address of a server");
}
