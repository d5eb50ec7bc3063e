/** Spaces and people as the interface shows them. */
import { EnvelopeRefused } from "../../../shared/protocol/envelope";
import { forkedDevices } from "../../../shared/protocol/forks";
import type { Invite, Membership } from "../../../shared/protocol/membership/membership";
import type { Sodium } from "../../../shared/protocol/sodium";
import type { Opener } from "../documents/sealer";
import type { LogStore } from "../log/log-store";
import type {
	Card,
	ForkSummary,
	InviteSummary,
	LateSummary,
	MemberSummary,
	SpaceDetails,
	SpaceState,
	SpaceSummary,
} from "../spaces-contract";
import { cardsIn, openCard, openName } from "./cards";
import type { HeldSpace, HeldSpaces } from "./held-spaces";
import { ownCard } from "./tending";

export interface Summaries {
	/** The private space first, then by name. `itemsIn` counts what is not in the trash. */
	spaces(itemsIn: (space: string) => number): readonly SpaceSummary[];
	space(space: string, itemsIn: (space: string) => number): Promise<SpaceDetails | null>;
	me(): { readonly person: string; readonly card: Card };
	people(persons: readonly string[]): readonly { readonly person: string; readonly card: Card | null }[];
}

export interface SummaryParts {
	readonly sodium: Sodium;
	readonly log: LogStore;
	readonly spaces: HeldSpaces;
	readonly opener: Opener;
	readonly now: () => number;
}

export function createSummaries(parts: SummaryParts): Summaries {
	const { sodium, log, spaces, opener, now } = parts;
	const { person: self, device: here } = spaces.speaker;

	function stateOf(space: HeldSpace, membership: Membership | null): SpaceState {
		if (membership?.members.has(self) === true) {
			if (membership.devices.get(here)?.active !== true) return membership.devices.has(here) ? "removed" : "joining";
			return space.ring.writing(space.history) === null ? "waiting-for-keys" : "ready";
		}
		if (membership !== null && wasIn(space)) return endedBy(space);
		return space.local.joining?.state ?? "joining";
	}

	const wasIn = (space: HeldSpace): boolean =>
		space.history.statements().some(({ device, statement }) => device === here && statement.is !== "introduce");

	function endedBy(space: HeldSpace): "left" | "removed" {
		const membership = space.history.current();
		const last = space.history
			.statements()
			.findLast(
				({ device, statement }) =>
					(statement.is === "leave" && membership?.devices.get(device)?.person === self) ||
					(statement.is === "remove-person" && statement.person === self),
			);
		return last?.statement.is === "leave" ? "left" : "removed";
	}

	function summaryOf(space: HeldSpace, itemsIn: (space: string) => number): SpaceSummary {
		const membership = space.history.current();
		return {
			space: space.id,
			kind: membership?.kind ?? (space.id === spaces.privateSpace ? "private" : "team"),
			name: openName(sodium, membership?.name ?? null, space.ring.all()),
			role: membership?.members.get(self)?.role ?? null,
			state: stateOf(space, membership),
			members: membership?.members.size ?? 0,
			items: itemsIn(space.id),
			server: space.local.server,
		};
	}

	function peopleIn(space: HeldSpace, membership: Membership): readonly MemberSummary[] {
		const cards = cardsIn(space.history);
		return [...membership.members.values()]
			.sort((a, b) => a.since - b.since)
			.map(({ person, role, card }) => ({
				person,
				card: person === self ? ownCard(parts) : openCard(sodium, card ?? cards.get(person) ?? null, space.ring.all()),
				role,
				self: person === self,
				devices: [...membership.devices.values()]
					.filter((device) => device.person === person)
					.map(({ device, active }) => ({ device, active, here: device === here })),
			}));
	}

	function inviteOf(space: HeldSpace, { invite, role, ends, uses, used, withdrawn, by }: Invite): InviteSummary {
		const open = !withdrawn && (uses === 0 || used < uses) && (ends === 0 || now() <= ends);
		return { invite, role, ends, uses, used, open, by, link: space.local.links[invite] ?? null };
	}

	function timeOf(bytes: Uint8Array): number {
		try {
			return opener.open(bytes).time;
		} catch (error) {
			if (error instanceof EnvelopeRefused) return 0;
			throw error;
		}
	}

	async function lateIn(space: HeldSpace, membership: Membership): Promise<readonly LateSummary[]> {
		const byDevice = new Map<string, { envelopes: number; time: number }>();
		for (const { device, bytes } of await log.late(space.id)) {
			const known = byDevice.get(device) ?? { envelopes: 0, time: 0 };
			byDevice.set(device, { envelopes: known.envelopes + 1, time: Math.max(known.time, timeOf(bytes)) });
		}
		const cards = cardsIn(space.history);
		return [...byDevice].map(([device, { envelopes, time }]) => {
			const person = membership.devices.get(device)?.person ?? "";
			return { device, person, card: openCard(sodium, cards.get(person) ?? null, space.ring.all()), envelopes, time };
		});
	}

	function forkedIn(space: HeldSpace, membership: Membership): readonly ForkSummary[] {
		return forkedDevices(space.local.judgedUnder).flatMap((device) => {
			const known = membership.devices.get(device);
			if (known?.active !== true) return [];
			return [{ device, person: known.person, card: cardOf(known.person), self: known.person === self }];
		});
	}

	function cardOf(person: string): Card | null {
		if (person === self) return ownCard(parts);
		for (const space of spaces.all()) {
			const card = openCard(sodium, cardsIn(space.history).get(person) ?? null, space.ring.all());
			if (card !== null) return card;
		}
		return null;
	}

	return {
		spaces(itemsIn) {
			const all = spaces.all().map((space) => summaryOf(space, itemsIn));
			const rank = ({ space }: SpaceSummary): number => (space === spaces.privateSpace ? 0 : 1);
			return all.sort((a, b) => rank(a) - rank(b) || a.name.localeCompare(b.name) || (a.space < b.space ? -1 : 1));
		},
		async space(id, itemsIn) {
			const space = spaces.get(id);
			if (space === null) return null;
			const membership = space.history.current();
			const summary = summaryOf(space, itemsIn);
			if (membership === null) return { ...summary, people: [], invites: [], late: [], forked: [] };
			return {
				...summary,
				people: peopleIn(space, membership),
				invites: [...membership.invites.values()].map((invite) => inviteOf(space, invite)),
				late: await lateIn(space, membership),
				forked: forkedIn(space, membership),
			};
		},
		me: () => ({ person: self, card: ownCard(parts) }),
		people: (persons) => persons.map((person) => ({ person, card: cardOf(person) })),
	};
}
