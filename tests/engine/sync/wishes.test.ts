/** Which spaces are waited for because somebody told of them. */
import { expect, test } from "vitest";
import { createWishes } from "../../../renderer/engine/sync/wishes";
import { type Laptop, laptop, meet, restart } from "../spaces/laptops";

const fake = (number: number): string => number.toString(16).padStart(32, "0");

async function wishesOf(one: Laptop) {
	const { spaces } = await one.book.desk();
	const wishes = createWishes({ spaces, self: spaces.speaker, hasUnsent: () => false, now: Date.now });
	return { spaces, wishes };
}

test("a server that tells of ever more spaces is believed a few hundred, and others as many as before", async () => {
	const ada = await laptop();
	const { spaces, wishes } = await wishesOf(ada);
	for (let round = 0; round < 3; round++) {
		const told = Array.from({ length: 400 }, (_, index) => fake(round * 400 + index));
		for (const space of wishes.toExpect(told, "ws://liar.example")) await spaces.expect(space, "ws://liar.example");
	}
	expect(spaces.ids().length).toBe(1 + 500);
	expect(wishes.toExpect([fake(9000)], "ws://liar.example")).toEqual([]);
	expect(wishes.toExpect([fake(9000), spaces.privateSpace], "ws://other.example")).toEqual([fake(9000)]);
	expect(wishes.toExpect([fake(9000)], null)).toEqual([fake(9000)]);
	await ada.book.close();
});

test("the beginning of a space is awaited where somebody believed told of it, and of no other", async () => {
	const ada = await laptop();
	const { spaces, wishes } = await wishesOf(ada);
	expect(wishes.isAwaited(fake(1))).toBe(false);
	await spaces.expect(fake(1), null);
	expect(wishes.isAwaited(fake(1))).toBe(true);
	expect(wishes.isAwaited(spaces.privateSpace)).toBe(false);
	await ada.book.close();
});

test("a laptop of one's own is asked for spaces until it is removed", async () => {
	const [first, second] = [await laptop(), await laptop()];
	const { code } = await second.book.act("make-laptop-code", {});
	const { answer } = await first.book.act("add-laptop", { code });
	await second.book.act("become-laptop", { answer });
	await restart(second);
	const { person, device } = (await second.book.desk()).spaces.speaker;
	const who = { person, device, invites: new Map() };
	const { spaces, wishes } = await wishesOf(first);
	// Its private space has not been met yet.
	expect(wishes.isOwn(who)).toBe(true);
	await meet(spaces.privateSpace, first, second);
	await spaces.expect(fake(1), null);
	expect(wishes.isOwn(who)).toBe(true);
	expect(wishes.ofPeer(who).map(({ space }) => space)).toContain(fake(1));
	await first.book.act("remove-device", { device });
	expect(wishes.isOwn(who)).toBe(false);
	expect(wishes.ofPeer(who)).toEqual([]);
	expect(wishes.isOwn({ ...who, person: "0".repeat(64) })).toBe(false);
	for (const one of [first, second]) await one.book.close();
});
