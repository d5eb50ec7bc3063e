import sodium from "libsodium-wrappers-sumo";
import { beforeAll, describe, expect, test } from "vitest";
import { ConversationEnded } from "../../../shared/protocol/conversation/endings";
import { meetBy, turns } from "./meeting";
import { type Fault, memoryLine } from "./memory-transport";
import { offers, SPACE, some } from "./other-sides";

beforeAll(() => sodium.ready);

describe("on the way", () => {
	const disturbances: Readonly<Record<string, (at: number) => Fault>> = {
		"a frame left out": (at) => (frame, number) => (number === at ? [] : [frame]),
		"a frame repeated": (at) => (frame, number) => (number === at ? [frame, Uint8Array.from(frame)] : [frame]),
		"frames in another order": (at) => {
			let held: Uint8Array | null = null;
			return (frame, number) => {
				if (number === at) held = frame;
				return number === at ? [] : held === null ? [frame] : [frame, held];
			};
		},
		"a frame cut short": (at) => (frame, number) => [number === at ? frame.slice(0, -1) : frame],
		"a frame that somebody else made": (at) => (frame, number) => [number === at ? some(40) : frame],
	};

	for (const [what, disturb] of Object.entries(disturbances)) {
		for (const side of ["initiator", "responder"] as const) {
			test(`${what} ends the conversation, and every question is settled (${side})`, async () => {
				const line = memoryLine();
				const { asking: one, answering: other } = await meetBy({}, { offered: offers({}) }, line);
				line.disturb(side, disturb(line.sent[side].frames + 1));
				const settled = await Promise.allSettled(Array.from({ length: 6 }, () => one.mySpaces()));
				for (const { status } of settled.slice(2)) expect(status).toBe("rejected");
				const endings = await Promise.all([one.ended, other.ended]);
				expect(endings.map(({ why }) => why)).toContain("broken-frame");
			});
		}
	}

	test("a bit that is flipped, anywhere in any frame, ends the conversation before anything is believed", async () => {
		for (const side of ["initiator", "responder"] as const) {
			for (let frameAt = 0; frameAt < 3; frameAt++) {
				for (let bit = 0; bit < 8 * 40; bit += 37) {
					const line = memoryLine();
					const { asking: one, answering: other } = await meetBy({}, { offered: offers({}) }, line);
					const target = line.sent[side].frames + frameAt;
					line.disturb(side, (frame, number) => {
						if (number !== target) return [frame];
						const flipped = Uint8Array.from(frame);
						const at = (bit >> 3) % frame.length;
						flipped[at] = (flipped[at] ?? 0) ^ (1 << (bit & 7));
						return [flipped];
					});
					const settled = await Promise.allSettled([one.mySpaces(), one.mySpaces(), one.mySpaces()]);
					expect(settled.filter(({ status }) => status === "fulfilled").length).toBe(frameAt);
					const endings = await Promise.all([one.ended, other.ended]);
					expect(endings.map(({ why }) => why)).toContain("broken-frame");
				}
			}
		}
	});

	test("a line that is cut settles every question, and later ones at once", async () => {
		const line = memoryLine();
		const { asking: one } = await meetBy({}, { offered: offers({ mySpaces: () => new Promise(() => undefined) }) }, line);
		const waiting = Array.from({ length: 100 }, () => one.mySpaces());
		await turns(3);
		line.cut();
		for (const outcome of await Promise.allSettled(waiting)) {
			expect(outcome.status === "rejected" && outcome.reason instanceof ConversationEnded && outcome.reason.ending).toMatchObject({
				why: "line-broke",
				by: "line",
			});
		}
		await expect(one.mySpaces()).rejects.toBeInstanceOf(ConversationEnded);
		one.presence(SPACE, some(3));
	});
});
