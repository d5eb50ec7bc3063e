import { expect, test } from "vitest";
import { memoryStore } from "../../../renderer/engine/sync/alone";
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
