import { expect, test } from "vitest";
import { memoryLog } from "../../../renderer/engine/log/memory-log";
import { memoryStore } from "../../../renderer/engine/sync/alone";
import { ownCopy } from "../../../renderer/engine/sync/own-copy";
import { createSafeElsewhere } from "../../../renderer/engine/sync/safe-elsewhere";

test("what another copy has of a former device says nothing of the one that took its place", async () => {
	const store = memoryStore();
	const logOf = (number: number) => ({ lastOf: async () => ({ id: "an envelope", number, bytes: new Uint8Array() }) });
	const former = createSafeElsewhere(logOf(5000), store, "aa");
	await former.acknowledge("space", 5000);
	expect(await former.onlyHere("space")).toBe(0);
	// As after a restore: the device is a new one, and begins at 1.
	const next = createSafeElsewhere(logOf(3), store, "bb");
	expect(await next.onlyHere("space")).toBe(3);
	expect(next.isBehind("space")).toBe(true);
});

test("what another copy did not take, and what comes after it, is not safe there", async () => {
	const log = memoryLog();
	const entry = (number: number) => ({
		...{ id: `envelope ${number}`, space: "space", device: "aa", number, lane: "content" as const, bytes: new Uint8Array([number]) },
		...{ items: [], origin: null },
	});
	await log.append([1, 2, 3, 4].map(entry));
	const safe = createSafeElsewhere(log, memoryStore(), "aa");
	const spaces = { takeIn: async () => [], onNew: () => () => undefined } as unknown as Parameters<typeof ownCopy>[0]["spaces"];
	const origin = { remote: "bb", numbering: "n" };
	const copy = ownCopy({ log, spaces, safe, device: "aa", onNotTaken: () => undefined }, { mayHave: () => true, fetches: false });
	const { envelopes, upTo } = await copy.toPush("space", origin, 0, 1_000_000);
	expect(envelopes.length).toBe(4);
	await copy.notTaken("bb", "space", "envelope 3", "role");
	await copy.keepMarks("bb", "space", { numbering: "n", received: 0, sent: upTo });
	expect(await safe.onlyHere("space")).toBe(2);
	await log.append([entry(5)]);
	const more = await copy.toPush("space", origin, upTo, 1_000_000);
	await copy.keepMarks("bb", "space", { numbering: "n", received: 0, sent: more.upTo });
	expect(await safe.onlyHere("space")).toBe(3);
	// They list it: somebody else brought it to them.
	await copy.lacks("space", ["envelope 5"]);
	expect(await safe.onlyHere("space")).toBe(0);
});
