import sodium from "libsodium-wrappers-sumo";
import { beforeAll, describe, expect, test } from "vitest";
import { toHex } from "../../shared/protocol/bytes";
import { type Played, playSchedule } from "./schedule";
import type { SimulatedDevice } from "./simulated-device";

/** Schedules in a normal run; `COMMONPLACE_SCHEDULES=1000` for all, `COMMONPLACE_SEED` to begin elsewhere. */
const SCHEDULES = Number(process.env.COMMONPLACE_SCHEDULES ?? 50);
const FIRST_SEED = Number(process.env.COMMONPLACE_SEED ?? 1);

beforeAll(() => sodium.ready);

async function picture(device: SimulatedDevice): Promise<unknown> {
	const history = device.history();
	const membership = history.current();
	return {
		heads: history.heads(),
		forks: [...(await device.intake().forks())].sort(),
		waiting: [...device.disk.waiting.keys()],
		members: membership === null ? null : [...membership.members.values()].sort((one, other) => (one.person < other.person ? -1 : 1)),
		devices: membership === null ? null : [...membership.devices.values()].sort((one, other) => (one.device < other.device ? -1 : 1)),
		standings: [...device.disk.considered.values()].map(({ id, standing }) => `${id} ${standing}`).sort(),
	};
}

async function check({ devices, acknowledged, rightsWereLost }: Played): Promise<void> {
	const [first, ...others] = devices;
	if (first === undefined) throw new Error("nobody played");
	for (const other of others) expect(await picture(other), other.name).toEqual(await picture(first));
	const considered = first.disk.considered;
	for (const [id, { device }] of acknowledged) expect(considered.has(id), `${id} by ${device} was acknowledged`).toBe(true);
	const late = [...considered.values()].filter(({ standing }) => standing === "late");
	if (!rightsWereLost) expect(late.map(({ header }) => toHex(header.device))).toEqual(lateByUncountedJoins(first));
	const owners = [...(first.history().current()?.members.values() ?? [])].filter(({ role }) => role === "owner");
	expect(owners.length, "a space always has an owner").toBeGreaterThan(0);
}

/** Without any removal only an invite that was used up elsewhere can make somebody's words late. */
function lateByUncountedJoins(device: SimulatedDevice): readonly string[] {
	const members = device.history().current()?.devices;
	return [...device.disk.considered.values()]
		.filter(({ header, standing }) => standing === "late" && members?.has(toHex(header.device)) !== true)
		.map(({ header }) => toHex(header.device));
}

describe("copies that meet become the same", () => {
	// What was struck once changed with what was stated later, so that who had put it together bit by bit saw it otherwise.
	test.each([871, 917])("also when somebody who was removed came back by another invite (schedule %i)", async (seed) => {
		await check(await playSchedule(sodium, seed));
	});

	test.each(Array.from({ length: SCHEDULES }, (_, index) => FIRST_SEED + index))("schedule %i", async (seed) => {
		await check(await playSchedule(sodium, seed));
	});
});
