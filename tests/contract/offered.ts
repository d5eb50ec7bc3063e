import { randomBytes } from "node:crypto";
import sodium from "libsodium-wrappers-sumo";
import { beforeEach, expect, test } from "vitest";
import { toHex } from "../../shared/protocol/bytes";
import { BLOB_PART } from "../../shared/protocol/conversation/messages";
import { inviteKeys } from "../../shared/protocol/membership/invite-link";
import { makeJoin } from "../../shared/protocol/membership/making-statements";
import type { Statement } from "../../shared/protocol/membership/statements";
import { foundTeam, invite, meet, member, remove, stranger } from "../protocol/membership/team";
import { followingContract } from "./offered-following";
import { formerContract } from "./offered-former";
import { arrange, idsOf, type OfferedSetting, type OfferedUnderTest, ok, refusalOf } from "./offered-setting";

const NAME = "b".repeat(64);

/** What everybody promises who offers spaces to others: a server, and an app to its peers. Run inside a `describe`. */
export function offeredContract(make: () => Promise<OfferedUnderTest>): void {
	let given: OfferedSetting;
	beforeEach(async () => {
		given = await arrange(make);
	});

	test("who makes a space brings it, opens it as its owner, and gets everything back", async () => {
		const { team, space, offered, bring, listed } = given;
		await team.ada.write("content", "a page");
		const ada = await bring();
		const opened = ok(await offered.open(ada, space, null));
		expect(opened.role).toBe("owner");
		expect(opened.numbering).toMatch(/^[0-9a-f]{16}$/);
		const entries = await listed(ada);
		expect(opened.last).toBe(entries.at(-1)?.position);
		const envelopes = ok(
			await offered.fetch(
				ada,
				space,
				entries.map(({ id }) => id),
			),
		);
		expect(idsOf(envelopes)).toEqual(entries.map(({ id }) => id));
		expect(envelopes.map(({ length }) => length)).toEqual(entries.map(({ size }) => size));
		expect(ok(await offered.mySpaces(ada))).toEqual([space]);
		expect(ok(await offered.open(ada, space, null)).numbering).toBe(opened.numbering);
	});

	test("what is pushed twice is known, at the same position", async () => {
		const { team, space, offered, bring } = given;
		const ada = await bring();
		const bytes = await team.ada.forge("content");
		const [first] = ok(await offered.push(ada, space, [bytes]));
		const [second] = ok(await offered.push(ada, space, [bytes]));
		expect(first?.is).toBe("kept");
		expect(second).toEqual({ ...first, is: "known" });
	});

	test("positions ascend, also after many pushes at a time; a list goes on after any of them", async () => {
		const { team, space, offered, bring, listed } = given;
		const ada = await bring();
		for (let page = 0; page < 20; page++) await team.ada.write("content", `page ${page}`);
		const all = team.ada.envelopes();
		await Promise.all([0, 5, 10, 15].map((at) => offered.push(ada, space, all.slice(0, at + 6))));
		const entries = await listed(ada);
		expect(entries.map(({ id }) => id).sort()).toEqual(idsOf(all).sort());
		const positions = entries.map(({ position }) => position);
		expect(positions).toEqual([...new Set(positions)].sort((one, other) => one - other));
		const middle = entries[9]?.position ?? 0;
		expect(await listed(ada, middle, 4)).toEqual(entries.slice(10, 14));
		expect(await listed(ada, positions.at(-1) ?? 0)).toEqual([]);
	});

	test("an envelope whose forerunner is missing is not kept, and is when it has come", async () => {
		const { team, space, offered, bring, listed } = given;
		const ada = await bring();
		await team.ada.write("content", "one");
		await team.ada.write("content", "two");
		const [one, two] = team.ada.envelopes().slice(-2);
		if (one === undefined || two === undefined) throw new Error("nothing was written");
		expect(ok(await offered.push(ada, space, [two]))).toEqual([{ is: "waiting" }]);
		expect((await listed(ada)).length).toBe(1);
		expect(ok(await offered.push(ada, space, [one, two])).map(({ is }) => is)).not.toContain("waiting");
		expect((await listed(ada)).length).toBe(3);
	});

	test("what is none of the space's envelopes is refused with a reason, and what is beside it is kept", async () => {
		const { team, space, offered, bring } = given;
		const ada = await bring();
		const good = await team.ada.forge("content");
		const flipped = Uint8Array.from(good);
		flipped[flipped.length - 1] = (flipped.at(-1) ?? 0) ^ 1;
		const other = await (await foundTeam()).ada.forge("content");
		const outcomes = ok(await offered.push(ada, space, [flipped, new Uint8Array([1, 2, 3]), other, good]));
		expect(outcomes.map((outcome) => (outcome.is === "refused" ? outcome.why : outcome.is))).toEqual([
			"bad-signature",
			"not-an-envelope",
			"wrong-space",
			"kept",
		]);
	});

	test("nobody else can make a space of that id", async () => {
		const { team, space, offered, connect, bring } = given;
		const mallory = stranger(team, "Mallory");
		const forged = await mallory.forge({
			is: "create",
			kind: "team",
			nonce: new Uint8Array(16),
			person: mallory.speaker.person,
			certificate: mallory.speaker.certificate,
			key: "0".repeat(32),
			boxes: [],
			name: null,
			card: null,
		});
		const answer = await offered.push(await connect(mallory), space, [forged]);
		if ("ok" in answer) expect(answer.ok[0]).toMatchObject({ is: "refused" });
		expect(refusalOf(await offered.open(await connect(mallory), space, null))).toBe("no-such-space");
		await bring();
	});

	test("a stranger gets the same answer for a space that is there as for one that is not", async () => {
		const { team, space, offered, connect, bring } = given;
		const ada = await bring();
		const bytes = await team.ada.forge("content");
		await offered.putBlob(ada, space, NAME, 3, 0, new Uint8Array(3));
		const mallory = stranger(team, "Mallory");
		await meet(team.ada, mallory);
		const who = await connect(mallory);
		const [mine, ids] = [await mallory.forge("content"), idsOf(team.ada.envelopes())];
		for (const name of ["f".repeat(32), space]) {
			expect(refusalOf(await offered.open(who, name, null)), "open").toBe("no-such-space");
			expect(refusalOf(await offered.list(who, name, 0, 10)), "list").toBe("no-such-space");
			expect(refusalOf(await offered.fetch(who, name, ids)), "fetch").toBe("no-such-space");
			expect(refusalOf(await offered.push(who, name, [mine])), "push").toBe("no-such-space");
			expect(refusalOf(await offered.push(who, name, [bytes])), "push what is known").toBe("no-such-space");
			expect(refusalOf(await offered.findBlobs(who, name, [NAME])), "find").toBe("no-such-space");
			expect(refusalOf(await offered.getBlob(who, name, NAME, team.ada.speaker.person, 0)), "get").toBe("no-such-space");
			expect(refusalOf(await offered.putBlob(who, name, NAME, 3, 0, new Uint8Array(3))), "put").toBe("no-such-space");
		}
		expect(ok(await offered.mySpaces(who))).toEqual([]);
	});

	test("a stranger cannot tell by any statement of their own whether a space is there", async () => {
		const { team, space, offered, connect, bring } = given;
		await bring();
		const mallory = stranger(team, "Mallory");
		const who = await connect(mallory);
		const { person, certificate } = mallory.speaker;
		const madeUp = { space, secret: sodium.randombytes_buf(32), server: null };
		const unheard = { number: 2, previous: sodium.randombytes_buf(32), heads: [sodium.randombytes_buf(32)] };
		const made = { nonce: new Uint8Array(16), key: "0".repeat(32), boxes: [], name: null, card: null };
		const statements: Readonly<Record<string, Statement>> = {
			create: { is: "create", kind: "team", person, certificate, ...made },
			device: { is: "add-device", person, certificate },
			join: makeJoin(sodium, madeUp, mallory.speaker, null),
		};
		for (const [name, statement] of Object.entries(statements))
			for (const claims of [{}, unheard])
				for (const there of ["f".repeat(32), space]) {
					const bytes = await mallory.forge(statement, { ...claims, space: there });
					expect(await offered.push(who, there, [bytes]), `${name} in ${there}`).toEqual({ refused: "no-such-space" });
				}
	});

	test("an invite that nobody made, has ended or was used up opens nothing", async () => {
		const { team, space, offered, connect, bring } = given;
		const ended = await invite(team, team.ada, "editor", { ends: 2000 });
		const once = await invite(team, team.ada, "editor", { uses: 1 });
		const first = stranger(team, "First");
		await meet(team.ada, first);
		await first.state(makeJoin(sodium, once, first.speaker, null));
		await meet(team.ada, first);
		await bring();
		const secrets = [ended.secret, once.secret, sodium.randombytes_buf(32)];
		for (const secret of secrets) {
			const key = toHex(inviteKeys(sodium, secret).publicKey);
			const who = await connect(stranger(team, "Late"), { [space]: key });
			expect(refusalOf(await offered.open(who, space, key))).toBe("no-such-space");
		}
	});

	test("whoever holds an invite sees who is in the space, nothing else, and may join by it", async () => {
		const { team, space, offered, connect, bring, listed } = given;
		const link = await invite(team, team.ada, "editor");
		await team.ada.write("content", "secret");
		await bring();
		const key = toHex(inviteKeys(sodium, link.secret).publicKey);
		const ben = stranger(team, "Ben");
		const who = await connect(ben, { [space]: key });
		expect(ok(await offered.open(who, space, key)).role).toBe("invited");
		const entries = await listed(who);
		const all = [...team.ada.disk.considered.values()];
		const lane = (wanted: boolean): string[] => all.filter(({ header }) => (header.lane === "membership") === wanted).map(({ id }) => id);
		expect(entries.map(({ id }) => id)).toEqual(lane(true));
		expect(ok(await offered.fetch(who, space, lane(false)))).toEqual([]);
		expect(refusalOf(await offered.getBlob(who, space, NAME, team.ada.speaker.person, 0))).not.toBeNull();
		expect(refusalOf(await offered.putBlob(who, space, NAME, 3, 0, new Uint8Array(3)))).not.toBeNull();

		await ben.take(ok(await offered.fetch(who, space, lane(true))));
		const tooEarly = await offered.push(who, space, [await ben.forge("content")]);
		if ("ok" in tooEarly) expect(tooEarly.ok[0]).toMatchObject({ is: "refused" });
		await ben.state(makeJoin(sodium, link, ben.speaker, null));
		expect(ok(await offered.push(who, space, [ben.envelopes().at(-1) ?? new Uint8Array()]))[0]).toMatchObject({ is: "kept" });
		expect(ok(await offered.open(who, space, null)).role).toBe("editor");
		expect((await listed(who)).length).toBe(all.length + 1);
	});

	test("each role writes what it may", async () => {
		const { team, space, offered, connect, bring } = given;
		const devices = {
			editor: await member(team, "Ed", "editor"),
			commenter: await member(team, "Com", "commenter"),
			reader: await member(team, "Rea", "reader"),
		};
		const ada = await bring();
		const results: Record<string, string> = {};
		for (const [role, device] of Object.entries(devices)) {
			await meet(team.ada, device);
			const who = await connect(device);
			expect(ok(await offered.open(who, space, null)).role).toBe(role);
			for (const lane of ["content", "annotation"] as const) {
				const [outcome] = ok(await offered.push(who, space, [await device.forge(lane)]));
				results[`${role} ${lane}`] = outcome?.is === "refused" ? outcome.why : (outcome?.is ?? "nothing");
				if (outcome?.is === "kept") await device.write(lane, "goes on");
			}
		}
		expect(results).toMatchObject({ "commenter content": "role", "reader content": "role", "reader annotation": "role" });
		expect(results["editor content"]).toBe("kept");
		expect(results["commenter annotation"]).toBe("kept");
		expect(ok(await offered.open(ada, space, null)).role).toBe("owner");
	});

	test("a member who was removed learns that, and is a stranger from then on", async () => {
		const { team, space, offered, connect, bring } = given;
		const ben = await member(team, "Ben", "editor");
		const ada = await bring();
		const who = await connect(ben);
		expect(ok(await offered.open(who, space, null)).role).toBe("editor");
		await remove(team.ada, ben);
		await offered.push(ada, space, team.ada.envelopes());
		expect(ok(await offered.open(who, space, null)).role).toBe("former");
		const written = await team.ada.forge("content");
		await offered.push(ada, space, [written]);
		expect(ok(await offered.fetch(who, space, idsOf([written])))).toEqual([]);
		expect(refusalOf(await offered.push(who, space, [await ben.forge("content")]))).toBe("no-such-space");
		expect(ok(await offered.mySpaces(who))).toEqual([]);
	});

	test("a file goes up and down in parts, and on from where it broke off", async () => {
		const { space, offered, bring } = given;
		const ada = await bring();
		const whole = new Uint8Array(randomBytes(BLOB_PART + 1000));
		const by = ada.person ?? "";
		expect(ok(await offered.findBlobs(ada, space, [NAME]))).toEqual([[]]);
		const put = (from: number, to: number) => offered.putBlob(ada, space, NAME, whole.length, from, whole.slice(from, to));
		expect(ok(await put(0, 600))).toEqual({ arrived: 600 });
		expect(ok(await offered.findBlobs(ada, space, [NAME, "c".repeat(64)]))).toEqual([[{ by, total: whole.length, arrived: 600 }], []]);
		expect(refusalOf(await offered.getBlob(ada, space, NAME, by, 0))).toBe("no-such-blob");
		expect(refusalOf(await put(700, 800))).toBe("wrong-part");
		expect(refusalOf(await offered.putBlob(ada, space, NAME, 5, 600, new Uint8Array(5)))).toBe("wrong-part");
		for (let from = 600; from < whole.length; ) from = ok(await put(from, Math.min(whole.length, from + 100_000))).arrived;
		const parts: Uint8Array[] = [];
		for (let from = 0; from < whole.length; ) {
			const { total, bytes } = ok(await offered.getBlob(ada, space, NAME, by, from));
			expect(total).toBe(whole.length);
			expect(bytes.length).toBeGreaterThan(0);
			parts.push(bytes);
			from += bytes.length;
		}
		expect(Buffer.concat(parts).equals(Buffer.from(whole))).toBe(true);
	});

	followingContract(make);
	formerContract(make);
}
