import sodium from "libsodium-wrappers-sumo";
import { describe, expect, test } from "vitest";
import { offerSpaces } from "../../../renderer/engine/sync/offered-spaces";
import { toHex } from "../../../shared/protocol/bytes";
import { inviteKeys } from "../../../shared/protocol/membership/invite-link";
import { makeJoin } from "../../../shared/protocol/membership/making-statements";
import { offeredContract } from "../../contract/offered";
import { arrange, idsOf, ok, refusalOf } from "../../contract/offered-setting";
import { createShelf } from "../../protocol/conversation/memory-shelf";
import { invite, meet, remove, stranger } from "../../protocol/membership/team";
import { filesInMemory } from "./memory-files";
import { logOfShelf, spacesOfShelf } from "./memory-spaces";

/** A laptop that offers what is on a shelf. */
function offering() {
	const shelf = createShelf(sodium);
	const offered = offerSpaces({
		sodium,
		log: logOfShelf(shelf),
		spaces: spacesOfShelf(shelf),
		files: filesInMemory(),
		mayOffer: () => true,
		isAwaited: () => true,
		now: Date.now,
		onProblem: (error) => {
			throw error;
		},
	});
	return { shelf, offered };
}

describe("spaces offered by a laptop to its peers", () =>
	offeredContract(async () => ({ offered: offering().offered, letIn: async () => undefined })));

describe("a laptop and who is out", () => {
	async function setting() {
		const { shelf, offered } = offering();
		const given = await arrange(async () => ({ offered, letIn: async () => undefined }));
		const keeps = (bytes: Uint8Array): boolean => shelf.get(given.space)?.has(idsOf([bytes])[0] ?? "") === true;
		return { ...given, keeps };
	}
	/** Claims of an envelope that rests on others which nobody has. */
	const unheard = () => ({ number: 2, previous: sodium.randombytes_buf(32), heads: [sodium.randombytes_buf(32)] });

	test("nothing of a stranger is kept to wait, whatever they say it rests on", async () => {
		const { team, space, offered, connect, bring, keeps } = await setting();
		await bring();
		const mallory = stranger(team, "Mallory");
		const who = await connect(mallory);
		const { person, certificate } = mallory.speaker;
		const madeUp = makeJoin(sodium, { space, secret: sodium.randombytes_buf(32), server: null }, mallory.speaker, null);
		for (const statement of [madeUp, { is: "add-device", person, certificate } as const]) {
			const bytes = await mallory.forge(statement, unheard());
			expect(refusalOf(await offered.push(who, space, [bytes]))).toBe("no-such-space");
			expect(keeps(bytes)).toBe(false);
		}
	});

	test("nor of whoever was removed, also by the invite that they once came in by", async () => {
		const { team, space, offered, connect, bring, keeps } = await setting();
		const link = await invite(team, team.ada, "editor");
		const ben = stranger(team, "Ben");
		await meet(team.ada, ben);
		await ben.state(makeJoin(sodium, link, ben.speaker, null));
		await meet(team.ada, ben);
		await remove(team.ada, ben);
		await bring();
		const who = await connect(ben);
		const again = makeJoin(sodium, link, ben.speaker, null);
		for (const claims of [unheard(), { heads: [sodium.randombytes_buf(32)] }]) {
			const bytes = await ben.forge(again, claims);
			expect(refusalOf(await offered.push(who, space, [bytes]))).toBe("no-such-space");
			expect(keeps(bytes)).toBe(false);
		}
	});

	test("who joined elsewhere brings the join and is in; whoever proved the invite may wait for what has not come", async () => {
		const { team, space, offered, connect, bring, keeps } = await setting();
		const link = await invite(team, team.ada, "editor");
		await bring();
		const [ben, cleo] = [stranger(team, "Ben"), stranger(team, "Cleo")];
		await meet(team.ada, ben);
		await ben.state(makeJoin(sodium, link, ben.speaker, null));
		const fates = ok(await offered.push(await connect(ben), space, ben.envelopes()));
		expect(fates.at(-1)).toMatchObject({ is: "kept" });
		const early = await cleo.forge(makeJoin(sodium, link, cleo.speaker, null), { heads: [sodium.randombytes_buf(32)] });
		const invited = await connect(cleo, { [space]: toHex(inviteKeys(sodium, link.secret).publicKey) });
		expect(ok(await offered.push(invited, space, [early]))).toEqual([{ is: "refused", why: "not-a-member" }]);
		expect(keeps(early)).toBe(true);
	});
});
