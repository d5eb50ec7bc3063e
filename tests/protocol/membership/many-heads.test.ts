import sodium from "libsodium-wrappers-sumo";
import { beforeAll, beforeEach, expect, test } from "vitest";
import { MOST_HEADS } from "../../../shared/protocol/envelope-limits";
import type { SimulatedDevice } from "../../convergence/simulated-device";
import { foundTeam, giveRole, invite, join, meet, member, remove, roleOf, stranger, type Team } from "./team";

beforeAll(() => sodium.ready);
let team: Team;
beforeEach(async () => {
	team = await foundTeam();
});

const JOINING = 150;

/** A hundred and fifty people who join by one link, none knowing of another; everybody then hears of all. */
async function assembly(): Promise<readonly SimulatedDevice[]> {
	const link = await invite(team, team.ada, "editor");
	const people = Array.from({ length: JOINING }, (_, index) => stranger(team, `person ${index}`));
	const beginning = team.ada.envelopes();
	for (const one of people) {
		await one.take(beginning);
		expect(await join(one, link)).toHaveProperty("id");
		await team.ada.take(one.envelopes());
	}
	return people;
}

const leftFor = (device: SimulatedDevice): number => device.history().headsFor(device.speaker.device, null, null).left;

test("more statements side by side than a header can name end nobody's writing", async () => {
	const people = await assembly();
	const [ben, cleo] = people;
	if (ben === undefined || cleo === undefined) throw new Error("nobody joined");
	expect(team.ada.history().heads()).toHaveLength(JOINING);
	await meet(team.ada, ben, cleo);
	for (const device of [team.ada, ben, cleo]) {
		expect(leftFor(device)).toBe(JOINING - MOST_HEADS);
		const written = await device.write("content", "among many");
		expect(written).toHaveProperty("id");
	}
	await meet(team.ada, ben, cleo);
	expect([...ben.disk.considered.values()].filter(({ header }) => header.lane === "content")).toHaveLength(3);
});

test("and an owner who gathers them can govern them all", async () => {
	const people = await assembly();
	let gathered = 0;
	for (; leftFor(team.ada) > 0; gathered++) expect(await team.ada.state({ is: "gather" })).toHaveProperty("id");
	expect(gathered).toBe(2);
	for (const one of [people[0], people.at(-1)]) {
		if (one === undefined) throw new Error("nobody joined");
		expect(await remove(team.ada, one)).toHaveProperty("id");
		await one.take(team.ada.envelopes());
		expect(roleOf(one, one)).toBe(null);
	}
	expect(team.ada.history().heads()).toHaveLength(1);
});

test("whoever has got another role writes with it, however many statements stand beside it", async () => {
	const link = await invite(team, team.ada, "reader");
	const people = Array.from({ length: 80 }, (_, index) => stranger(team, `person ${index}`));
	const beginning = team.ada.envelopes();
	const ben = await member(team, "Ben", "reader");
	await giveRole(team.ada, ben, "editor");
	for (const one of people) {
		await one.take(beginning);
		await join(one, link);
		await ben.take(one.envelopes());
	}
	await meet(team.ada, ben);
	expect(leftFor(ben)).toBeGreaterThan(0);
	expect(await ben.write("content", "as an editor")).toHaveProperty("id");
});

test("somebody can still come in by an invite that stands beside all that", async () => {
	const people = await assembly();
	const [ben] = people;
	const link = await invite(team, team.ada, "reader");
	if (ben === undefined) throw new Error("nobody joined");
	await ben.take(team.ada.envelopes());
	const late = stranger(team, "late");
	await late.take(ben.envelopes());
	expect(await join(late, link)).toHaveProperty("id");
});

test("nobody has to name what was struck", async () => {
	const ben = await member(team, "Ben", "owner");
	const people = Array.from({ length: 70 }, (_, index) => stranger(team, `person ${index}`));
	const link = await invite(team, ben, "reader");
	const beginning = ben.envelopes();
	for (const one of people) {
		await one.take(beginning);
		await join(one, link);
		await ben.take(one.envelopes());
	}
	await remove(team.ada, ben);
	await meet(team.ada, ben);
	expect(team.ada.history().heads().length).toBeGreaterThan(MOST_HEADS);
	expect(team.ada.history().headsFor(team.ada.speaker.device, null, null)).toMatchObject({ left: 0 });
	expect(team.ada.history().headsFor(team.ada.speaker.device, null, null).heads).toHaveLength(1);
});
