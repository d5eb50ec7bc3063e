import sodium from "libsodium-wrappers-sumo";
import { beforeAll, beforeEach, expect, test } from "vitest";
import { toHex } from "../../../shared/protocol/bytes";
import { inviteKeys, readInviteLink, writeInviteLink } from "../../../shared/protocol/membership/invite-link";
import { makeInvite } from "../../../shared/protocol/membership/making-statements";
import { boxKeys, openBox, openPart, sealPart, writingKey } from "../../../shared/protocol/membership/space-keys";
import { foundTeam, member, remove, type Team } from "./team";

beforeAll(() => sodium.ready);
let team: Team;
beforeEach(async () => {
	team = await foundTeam();
});

test("a box of keys opens for the one it is for, and for nobody else", () => {
	const [ada, ben] = [sodium.crypto_sign_keypair(), sodium.crypto_sign_keypair()];
	const [box] = boxKeys(sodium, [team.key], [toHex(ada.publicKey)]);
	if (box === undefined) throw new Error("there is no box");
	expect(openBox(sodium, box, ada)).toEqual([team.key]);
	expect(openBox(sodium, box, ben)).toBe(null);
	expect(openBox(sodium, { ...box, box: box.box.slice(1) }, ada)).toBe(null);
});

test("whoever has the link has the keys at once", () => {
	const { statement, secret } = makeInvite(sodium, [team.key], { role: "editor", ends: 0, uses: 0 });
	const link = writeInviteLink({ space: team.space, secret, server: "wss://books.example.org/sync" });
	const read = readInviteLink(` ${link}\n`);
	expect(read).toEqual({ space: team.space, secret, server: "wss://books.example.org/sync" });
	const [box] = "boxes" in statement ? statement.boxes : [];
	if (box === undefined || read === null) throw new Error("there is no box");
	expect(openBox(sodium, box, inviteKeys(sodium, read.secret))).toEqual([team.key]);
});

test.each([
	"https://example.org/join#1",
	"commonplace://join",
	"commonplace://join#x.y",
	`commonplace://join?server=javascript:alert(1)#${"0".repeat(32)}.${"0".repeat(64)}`,
	`commonplace://save#${"0".repeat(32)}.${"0".repeat(64)}`,
	"x".repeat(5000),
])("what is no invite is not read as one: %s", (text) => {
	expect(readInviteLink(text)).toBe(null);
});

test("the name of a space is read with its key, under an epoch with two keys too, and not without", () => {
	const other = { epoch: 0, key: sodium.randombytes_buf(32) };
	const name = new TextEncoder().encode("Tailors");
	const sealed = sealPart(sodium, team.key, name);
	expect(openPart(sodium, sealed, [other, team.key])).toEqual(name);
	expect(openPart(sodium, sealed, [other])).toBe(null);
	expect(openPart(sodium, { ...sealed, epoch: 1 }, [team.key])).toBe(null);
});

test("after a removal everybody writes with the new key, which the removed has no box for", async () => {
	const ben = await member(team, "Ben", "editor");
	await remove(team.ada, ben);
	const membership = team.ada.history().current();
	const key = membership === null ? null : writingKey(membership);
	expect(key?.epoch).toBe(1);
	const recipients = key?.boxes.map(({ to }) => to) ?? [];
	expect(recipients).toContain(team.ada.speaker.device);
	for (const gone of [ben.speaker.device, ben.speaker.person]) expect(recipients).not.toContain(gone);
});
