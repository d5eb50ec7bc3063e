import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { createConnectionLimits } from "../../server/http/connection-limits";
import { createPersonLimits } from "../../server/limits/person-limits";
import { createTokenBucket } from "../../server/limits/token-bucket";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());
const now = (): number => Date.now();

test("a bucket gives what it has saved at once, and then no more than comes in", () => {
	const bucket = createTokenBucket(10, 20, now);
	expect([bucket.take(20), bucket.take(5)]).toEqual([0, 500]);
	vi.advanceTimersByTime(1500);
	expect(bucket.take(10)).toBe(0);
	vi.advanceTimersByTime(60_000);
	expect([bucket.take(20), bucket.take(1)]).toEqual([0, 100]);
});

test("a person who asks too fast waits, and is sent away when the wait would be long; others do not notice", async () => {
	const limits = createPersonLimits({ questionsPerSecond: 1, bytesPerSecond: 1000, registrationsPerMinute: 2 }, now);
	const answers = Promise.all(Array.from({ length: 20 }, () => limits.question("fast", 0)));
	expect(await limits.question("slow", 0)).toBe("passed");
	await vi.advanceTimersByTimeAsync(6000);
	expect((await answers).map((answer) => answer === "passed")).toEqual(Array.from({ length: 20 }, (_, index) => index < 15));
	await vi.advanceTimersByTimeAsync(10_000);
	expect(await limits.question("fast", 0)).toBe("passed");
	expect(await limits.question("slow", 100_000)).toBe("too-fast");
	expect(["one", "two", "three"].map(() => limits.registration("guesser"))).toEqual(["passed", "passed", "too-fast"]);
});

test("places for connections are counted in all and for each address, and given back once", () => {
	const limits = createConnectionLimits(3, 2);
	const [first, second] = [limits.take("a"), limits.take("a")];
	expect([limits.take("a"), limits.take("b") === null, limits.take("c")]).toEqual([null, false, null]);
	first?.();
	first?.();
	expect(limits.count()).toBe(2);
	expect([limits.take("a") === null, second === null]).toEqual([false, false]);
});
