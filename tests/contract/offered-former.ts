import sodium from "libsodium-wrappers-sumo";
import { beforeEach, expect, test } from "vitest";
import { makeDeviceRemoval } from "../../shared/protocol/membership/making-statements";
import { member, remove, seenBy, stranger } from "../protocol/membership/team";
import { arrange, idsOf, type OfferedSetting, type OfferedUnderTest, ok, refusalOf } from "./offered-setting";

/** What somebody may still see who is in a space no longer. Run inside a `describe`. */
export function formerContract(make: () => Promise<OfferedUnderTest>): void {
	let given: OfferedSetting;
	beforeEach(async () => {
		given = await arrange(make);
	});

	test("whoever was removed sees the statements up to the one that says so, and nothing that was stated or written since", async () => {
		const { team, space, offered, connect, bring, listed, followAs } = given;
		const ben = await member(team, "Ben", "editor");
		const ada = await bring();
		const who = await connect(ben);
		ok(await offered.open(who, space, null));
		await team.ada.write("content", "before");
		const removal = await remove(team.ada, ben);
		const upToThen = team.ada.envelopes();
		await team.ada.write("content", "after");
		const cleo = await member(team, "Cleo", "editor");
		await offered.push(ada, space, team.ada.envelopes());
		await offered.push(ada, space, cleo.envelopes());
		const opened = ok(await offered.open(who, space, null));
		expect(opened.role).toBe("former");
		const entries = await listed(who);
		const statements = upToThen.filter((bytes) => team.ada.history().has(idsOf([bytes])[0] ?? ""));
		expect(entries.map(({ id }) => id).sort()).toEqual(idsOf(statements).sort());
		expect(entries.at(-1)).toMatchObject({ id: "id" in removal ? removal.id : "", position: opened.last });
		expect(await listed(who, 0, 2)).toEqual(entries.slice(0, 2));
		expect(await listed(who, entries[1]?.position, 1)).toEqual(entries.slice(2, 3));
		expect(await listed(who, opened.last)).toEqual([]);
		const all = (await listed(ada)).map(({ id }) => id);
		expect(idsOf(ok(await offered.fetch(who, space, all)))).toEqual(entries.map(({ id }) => id));
		// Nobody can write by it, follow, or see a file.
		const late = await ben.forge("content");
		expect(refusalOf(await offered.push(who, space, [late]))).toBe("no-such-space");
		expect(refusalOf(await offered.findBlobs(who, space, ["b".repeat(64)]))).toBe("no-such-space");
		expect(ok(await offered.mySpaces(who))).toEqual([]);
		const followed = await followAs(who);
		await team.ada.write("content", "much later");
		await offered.push(ada, space, team.ada.envelopes().slice(-1));
		expect(followed.ids()).toEqual([]);
		followed.stop();
	});

	test("a lost laptop learns that it is out; a stranger learns nothing, and who is let in again sees all", async () => {
		const { team, space, offered, connect, bring, listed } = given;
		const ben = await member(team, "Ben", "editor");
		const ada = await bring();
		const membership = team.ada.history().current();
		if (membership === null) throw new Error("no team");
		await team.ada.state(makeDeviceRemoval(sodium, membership, ben.speaker.device, seenBy(team.ada)).statement);
		await team.ada.write("content", "after");
		await offered.push(ada, space, team.ada.envelopes());
		const lost = await connect(ben);
		expect(ok(await offered.open(lost, space, null)).role).toBe("former");
		expect((await listed(lost)).length).toBeLessThan((await listed(ada)).length);
		const mallory = await connect(stranger(team, "Mallory"));
		expect(refusalOf(await offered.open(mallory, space, null))).toBe("no-such-space");
		expect(refusalOf(await offered.list(mallory, space, 0, 10))).toBe("no-such-space");
		expect(refusalOf(await offered.fetch(mallory, space, []))).toBe("no-such-space");
	});
}
