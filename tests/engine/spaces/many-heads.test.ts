/** More people who came in side by side than one header can name. */
import sodium from "libsodium-wrappers-sumo";
import { expect, test } from "vitest";
import { MOST_HEADS } from "../../../shared/protocol/envelope-limits";
import { readInviteLink } from "../../../shared/protocol/membership/invite-link";
import { makeJoin } from "../../../shared/protocol/membership/making-statements";
import { simulateDevice } from "../../convergence/simulated-device";
import { bring, envelopesOf, laptop, page, restart } from "./laptops";

const JOINING = MOST_HEADS + 20;

test("a team whose members all joined apart writes and governs itself as any other", async () => {
	await sodium.ready;
	const first = await laptop();
	const { space } = await first.book.act("create-space", { name: "Fair", server: null });
	const { link } = await first.book.act("invite", { space, role: "editor", ends: 0, uses: 0 });
	const invite = readInviteLink(link);
	if (invite === null) throw new Error("the link is none");
	const beginning = await envelopesOf(first, space);
	const joins: Uint8Array[] = [];
	const people = Array.from({ length: JOINING }, (_, index) =>
		simulateDevice(sodium, space, { name: `${index}`, keys: sodium.crypto_sign_keypair() }, `${index}`, new Uint8Array(32), Date.now),
	);
	for (const one of people) {
		await one.take(beginning);
		expect(await one.state(makeJoin(sodium, invite, one.speaker, null))).toHaveProperty("id");
		joins.push(one.envelopes().at(-1) ?? new Uint8Array());
	}
	expect(new Set(await bring(first, space, joins))).toEqual(new Set(["accepted"]));
	await first.book.run([page("Among many", "words", space)]);
	await first.book.act("remove-person", { space, person: people[0]?.speaker.person ?? "" });
	await restart(first);
	await first.book.run([page("After", "words", space)]);
	const [, last] = people;
	if (last === undefined) throw new Error("nobody joined");
	const outcomes = await last.take(await envelopesOf(first, space));
	expect(outcomes.filter(({ is }) => is !== "accepted" && is !== "known")).toEqual([]);
	expect(last.history().current()?.members.size).toBe(JOINING);
	expect(last.disk.waiting.size).toBe(0);
	await first.book.close();
});
