import sodium from "libsodium-wrappers-sumo";
import { expect, test } from "vitest";
import { createSpaceMemberships } from "../../server/spaces/space-memberships";
import type { SpaceWriting } from "../../server/store/store";
import { createTurns } from "../../server/turns";
import { readStatement } from "../../shared/protocol/envelope";
import { foundTeam, invite, type Team } from "../protocol/membership/team";

/** Statements of several spaces, and how often they were read. */
function statementStore() {
	const spaces = new Map<string, Uint8Array[]>();
	const reads: string[] = [];
	const membershipAfter = async (space: string, position: number): Promise<readonly Uint8Array[]> => {
		reads.push(space);
		return (spaces.get(space) ?? []).slice(position);
	};
	const stateOf = (space: string) => {
		const last = spaces.get(space)?.length ?? 0;
		return { last, membershipLast: last, bytes: 0 };
	};
	return { spaces, reads, membershipAfter, stateOf, space: async (space: string) => stateOf(space) };
}

test("what a space has grown to while it was written in counts towards what is kept of all, and gives way to others", async () => {
	const store = statementStore();
	const memberships = createSpaceMemberships(sodium, store, createTurns(), 500_000);
	const [grown, ...others] = await Promise.all([foundTeam(), foundTeam(), foundTeam(), foundTeam()]);
	if (grown === undefined) throw new Error("four teams were founded");

	/** Writes what the team states, as a push does. */
	async function write(team: Team, statements: readonly Uint8Array[]): Promise<void> {
		const writing = { state: store.stateOf(team.space), membershipAfter: (at: number) => store.membershipAfter(team.space, at) };
		const history = await memberships.within(team.space, writing as SpaceWriting);
		for (const bytes of statements) history.offer(readStatement(sodium, bytes));
		store.spaces.set(team.space, [...(store.spaces.get(team.space) ?? []), ...statements]);
		memberships.committed(team.space, store.stateOf(team.space).membershipLast, statements);
	}

	await write(grown, grown.ada.envelopes());
	for (let link = 0; link < 40; link++) {
		await invite(grown, grown.ada, "editor");
		await write(grown, grown.ada.envelopes().slice(-1));
	}
	for (const team of others) await write(team, team.ada.envelopes());
	store.reads.length = 0;
	// The large one alone is more than may be kept beside others: it went, and is read again when it is asked for.
	expect((await memberships.of(grown.space))?.membership.invites.size).toBe(40);
	expect(store.reads).toEqual([grown.space]);
	// Now that it is back, it has put out the small ones.
	for (const team of others) await memberships.of(team.space);
	expect(store.reads).toEqual([grown.space, ...others.map(({ space }) => space)]);
});

test("spaces that fit stay in memory, however often they are asked for", async () => {
	const store = statementStore();
	const memberships = createSpaceMemberships(sodium, store, createTurns());
	const teams = await Promise.all(Array.from({ length: 5 }, foundTeam));
	for (const team of teams) store.spaces.set(team.space, [...team.ada.envelopes()]);
	for (let round = 0; round < 3; round++) for (const team of teams) expect(await memberships.of(team.space)).not.toBeNull();
	expect(store.reads.length).toBe(teams.length);
});
