import sodium from "libsodium-wrappers-sumo";
import { beforeAll, beforeEach, describe, expect, test } from "vitest";
import { toHex } from "../../shared/protocol/bytes";
import type { Examined } from "../../shared/protocol/intake";
import { chooseToLetGo, MOST_WAITING, MOST_WAITING_BYTES } from "../../shared/protocol/waiting-room";
import { foundTeam, invite, meet, member, stranger, type Team } from "./membership/team";

beforeAll(() => sodium.ready);
let team: Team;
beforeEach(async () => {
	team = await foundTeam();
});

let made = 0;
/** An envelope as the waiting room sees it. */
function waitingOf(device: number, number: number, size = 10): Examined {
	made += 1;
	const header = {
		...{ version: 1 as const, space: "0".repeat(32), lane: "content" as const, epoch: 0, heads: [], previous: null },
		...{ device: new Uint8Array(32).fill(device), number, nonce: new Uint8Array(24) },
	};
	return { id: String(made), bytes: new Uint8Array(size), header };
}
const chainOf = (device: number, length: number, size?: number): Examined[] =>
	Array.from({ length }, (_, index) => waitingOf(device, index + 1, size));
const deviceOf = ({ header }: Examined): number => header.device[0] ?? 0;
const isMember = (device: string): boolean => device === toHex(new Uint8Array(32).fill(1));

describe("what waits has a limit", () => {
	test("while there is room everything waits", () => {
		expect(chooseToLetGo([...chainOf(1, 1000), ...chainOf(2, 1000)], isMember)).toEqual([]);
	});

	test("of one device the highest numbers go first, because they wait for the lower ones", () => {
		const gone = chooseToLetGo(chainOf(1, MOST_WAITING.ofDevice + 3), isMember);
		expect(gone.map(({ header }) => header.number)).toEqual([3, 2, 1].map((more) => MOST_WAITING.ofDevice + more));
	});

	test("whoever is not in the space makes room for who is", () => {
		const strangers = Array.from({ length: 6 }, (_, index) => chainOf(index + 2, MOST_WAITING.ofDevice)).flat();
		const gone = chooseToLetGo([...chainOf(1, 500), ...strangers], isMember);
		expect(gone).toHaveLength(500 + strangers.length - MOST_WAITING.inSpace);
		expect(gone.some((one) => deviceOf(one) === 1)).toBe(false);
	});

	test("bytes count as well, and one large envelope may always wait", () => {
		expect(chooseToLetGo([waitingOf(1, 1, MOST_WAITING_BYTES.ofDevice + 1)], isMember)).toEqual([]);
		expect(chooseToLetGo(chainOf(1, 3, MOST_WAITING_BYTES.ofDevice / 2), isMember)).toHaveLength(1);
	});
});

test("what is let go is named, and is taken when it comes again with what it waited for", async () => {
	const ben = await member(team, "Ben", "editor");
	const before = ben.envelopes().length;
	for (let number = 0; number < MOST_WAITING.ofDevice + 2; number++) await ben.write("content", "word");
	const [first, ...rest] = ben.envelopes().slice(before);
	if (first === undefined) throw new Error("nothing was written");
	const outcomes = await team.ada.take(rest);
	expect(outcomes.filter(({ is }) => is === "waiting")).toHaveLength(MOST_WAITING.ofDevice);
	expect(outcomes.at(-1)).toEqual({ is: "refused", why: "too-many-waiting" });
	await team.ada.take([first]);
	expect((await team.ada.take(rest)).at(-1)).toEqual({ is: "accepted" });
	expect(team.ada.disk.waiting.size).toBe(0);
	expect(team.ada.envelopes()).toHaveLength(ben.envelopes().length);
});

test("what is refused after it waited waits no more, and is named", async () => {
	const ben = await member(team, "Ben", "reader");
	await meet(team.ada, ben);
	const mallory = stranger(team, "Mallory");
	await meet(team.ada, mallory);
	await invite(team, team.ada, "reader");
	// Rests on a statement that Cleo lacks, and is by somebody who has no right to it.
	await meet(team.ada, mallory);
	const forged = await mallory.forge("content");
	const cleo = stranger(team, "Cleo");
	await cleo.take(team.ada.envelopes().slice(0, -1));
	expect(await cleo.take([forged])).toEqual([{ is: "waiting" }]);
	await cleo.take(team.ada.envelopes());
	expect(cleo.disk.waiting.size).toBe(0);
	expect(cleo.disk.ended.map(({ why }) => why)).toEqual(["not-a-member"]);
});
