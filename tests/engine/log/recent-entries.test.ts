/** A log that remembers what was appended last says the same as the log beneath it, whatever is done in whatever order. */
import fc from "fast-check";
import { expect, test } from "vitest";
import type { LogStore, NewLogEntry } from "../../../renderer/engine/log/log-store";
import { memoryLog } from "../../../renderer/engine/log/memory-log";
import { remembering } from "../../../renderer/engine/log/recent-entries";

function entry(number: number, space: string): NewLogEntry {
	return { id: `${number}`, space, device: "d", number, lane: "content", bytes: new Uint8Array(number % 5), items: [], origin: null };
}

type Step =
	| { readonly is: "append"; readonly spaces: readonly string[] }
	| { readonly is: "again"; readonly number: number }
	| { readonly is: "move" | "remove" | "quarantine"; readonly seq: number };

const step: fc.Arbitrary<Step> = fc.oneof(
	fc.record({ is: fc.constant("append" as const), spaces: fc.array(fc.constantFrom("a", "b"), { minLength: 1, maxLength: 4 }) }),
	fc.record({ is: fc.constant("again" as const), number: fc.integer({ min: 1, max: 20 }) }),
	fc.record({ is: fc.constantFrom("move" as const, "remove" as const, "quarantine" as const), seq: fc.integer({ min: 1, max: 20 }) }),
);

async function take(log: LogStore, done: Step, next: () => number): Promise<unknown> {
	switch (done.is) {
		case "append":
			return log.append(done.spaces.map((space) => entry(next(), space)));
		case "again":
			return log.append([entry(done.number, "a")]);
		case "quarantine":
			return log.quarantine(done.seq, "why", 1);
		case "remove":
			return log.change({ remove: [done.seq] });
		case "move": {
			const [found] = await log.at([done.seq]);
			if (found === undefined) return null;
			const { seq, ...kept } = found;
			return log.change({ remove: [seq], add: [kept] });
		}
	}
}

test("it tells what follows on any place exactly as the log beneath does", async () => {
	await fc.assert(
		fc.asyncProperty(fc.array(step, { maxLength: 20 }), fc.integer({ min: 0, max: 30 }), async (steps, mostBytes) => {
			const beneath = memoryLog();
			const log = remembering(beneath, mostBytes);
			let number = 0;
			for (const one of steps) {
				await take(log, one, () => {
					number += 1;
					return number;
				});
				for (let seq = 0; seq <= (await beneath.lastSeq()) + 1; seq++) {
					expect(await log.after(seq, 3)).toEqual(await beneath.after(seq, 3));
					for (const space of ["a", "b"]) expect(await log.ofSpace(space, seq, 2)).toEqual(await beneath.ofSpace(space, seq, 2));
				}
			}
		}),
	);
});

test("what is appended side by side is told without a hole, whichever is answered first", async () => {
	const beneath = memoryLog();
	const slow: (() => void)[] = [];
	const log = remembering({
		...beneath,
		async append(entries) {
			const seqs = await beneath.append(entries);
			if (entries[0]?.space === "slow") await new Promise<void>((resolve) => slow.push(resolve));
			return seqs;
		},
	});
	await log.append([entry(1, "a")]);
	const first = log.append([entry(2, "slow")]);
	await log.append([entry(3, "a")]);
	expect((await log.after(0, 10)).map(({ seq }) => seq)).toEqual([1, 2, 3]);
	for (const go of slow) go();
	await first;
	await log.append([entry(4, "a")]);
	expect((await log.after(0, 10)).map(({ seq }) => seq)).toEqual([1, 2, 3, 4]);
	expect((await log.after(2, 10)).map(({ seq }) => seq)).toEqual([3, 4]);
});

test("what it remembers is read without the log beneath, up to so many bytes", async () => {
	const beneath = memoryLog();
	let reads = 0;
	const log = remembering(
		{
			...beneath,
			after(seq, limit) {
				reads += 1;
				return beneath.after(seq, limit);
			},
		},
		10,
	);
	await log.append([entry(4, "a"), entry(9, "a")]);
	expect((await log.after(0, 10)).map(({ id }) => id)).toEqual(["4", "9"]);
	expect(reads).toBe(0);
	await log.append([entry(14, "a")]);
	expect((await log.after(1, 10)).map(({ id }) => id)).toEqual(["9", "14"]);
	expect(reads).toBe(0);
	expect((await log.after(0, 10)).map(({ id }) => id)).toEqual(["4", "9", "14"]);
	expect(reads).toBe(1);
});
