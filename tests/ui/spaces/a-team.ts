/** A book with a team's space in it, for tests: Marta owns it, Ana and Jonas are there. */
import type {
	AwayChange,
	Card,
	InviteSummary,
	MemberSummary,
	RemoteStatus,
	SpaceDetails,
	SpaceSummary,
	SyncStatus,
} from "../../../renderer/engine/spaces-contract";
import type { Row } from "../../../shared/model/item";
import { FAKE_ME, FAKE_PRIVATE, type FakeEngine, fakeEngine } from "../fake-engine";

export const TEAM = "a1".repeat(16);
export const ANA = "aa".repeat(32);
export const JONAS = "bb".repeat(32);
export const DEVICE = "d1".repeat(32);

export const card = (name: string, colour = "#2f7250"): Card => ({ name, colour, picture: null });

export function member(person: string, name: string, role: MemberSummary["role"], more: Partial<MemberSummary> = {}): MemberSummary {
	return {
		person,
		card: card(name),
		role,
		self: person === FAKE_ME,
		devices: [{ device: DEVICE, active: true, here: person === FAKE_ME }],
		...more,
	};
}

export function invite(more: Partial<InviteSummary> = {}): InviteSummary {
	return {
		invite: "e1".repeat(32),
		role: "editor",
		ends: 0,
		uses: 5,
		used: 1,
		open: true,
		by: FAKE_ME,
		link: `commonplace://join#${TEAM}.${"f1".repeat(32)}`,
		...more,
	};
}

export function teamSpace(more: Partial<SpaceDetails> = {}): SpaceDetails {
	return {
		space: TEAM,
		kind: "team",
		name: "Valve team wiki",
		role: "owner",
		state: "ready",
		members: 3,
		items: 2,
		server: "wss://sync.example",
		people: [member(FAKE_ME, "Marta Ruiz", "owner"), member(ANA, "Ana Kovač", "editor"), member(JONAS, "Jonas Dahl", "reader")],
		invites: [],
		late: [],
		forked: [],
		...more,
	};
}

export const privateSpace: SpaceDetails = {
	space: FAKE_PRIVATE,
	kind: "private",
	name: "",
	role: "owner",
	state: "ready",
	members: 1,
	items: 3,
	server: null,
	people: [
		member(FAKE_ME, "Marta Ruiz", "owner", {
			devices: [
				{ device: DEVICE, active: true, here: true },
				{ device: "d2".repeat(32), active: true, here: false },
			],
		}),
	],
	invites: [],
	late: [],
	forked: [],
};

export const SERVER: RemoteStatus = {
	remote: "server:1",
	kind: "server",
	name: "wss://sync.example",
	state: "connected",
	problem: "",
	/** Two and a half minutes ago, however long a test takes. */
	get lastMet() {
		return Date.now() - 150_000;
	},
};

export const syncOf = (more: Partial<SyncStatus> = {}): SyncStatus => ({
	paused: false,
	metered: false,
	seen: true,
	local: true,
	localPort: 47800,
	remotes: [SERVER],
	spaces: [
		{
			space: TEAM,
			onlyHere: 0,
			remotes: [{ remote: SERVER.remote, toSend: 0, toReceive: 0, upToDate: true, refused: "" }],
		},
		{ space: FAKE_PRIVATE, onlyHere: 0, remotes: [] },
	],
	...more,
});

export function change(more: Partial<AwayChange> = {}): AwayChange {
	return {
		id: "p".repeat(26),
		title: "Seal replacement",
		kind: "page",
		space: TEAM,
		made: false,
		trashed: false,
		by: [{ person: ANA, card: card("Ana Kovač") }],
		before: ["h1"],
		after: ["h2"],
		overlaps: [],
		time: Date.now() - 3_600_000,
		...more,
	};
}

const summary = ({ people: _people, invites: _invites, late: _late, forked: _forked, ...rest }: SpaceDetails): SpaceSummary => rest;

/** An engine that knows the private space and these; introduced as Marta Ruiz. */
export function teamEngine(spaces: readonly SpaceDetails[] = [teamSpace()], rows: readonly Row[] = []): FakeEngine {
	const engine = fakeEngine(rows);
	const all = [privateSpace, ...spaces];
	engine.answer({
		me: () => ({ person: FAKE_ME, card: card("Marta Ruiz", "#a5622f") }),
		spaces: () => all.map(summary),
		space: ({ space }) => all.find((one) => one.space === space) ?? null,
		people: ({ persons }) =>
			persons.map((person) => ({ person, card: person === ANA ? card("Ana Kovač") : person === JONAS ? card("Jonas Dahl") : null })),
		sync: () => syncOf(),
	});
	return engine;
}
