import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { diskRoom } from "../../renderer/engine/disk-room";
import type { Host } from "../../shared/host";

const GB = 1024 ** 3;

beforeEach(() => {
	vi.useFakeTimers();
});
afterEach(() => {
	vi.useRealTimers();
});

function shell(...answers: readonly number[]) {
	const call = vi.fn(async () => answers[Math.min(call.mock.calls.length, answers.length) - 1]);
	return { host: { call } as unknown as Host, call };
}

it("asks once a second where there is plenty", async () => {
	const { host, call } = shell(10 * GB, 9 * GB);
	const room = diskRoom(host);
	for (let write = 0; write < 50; write += 1) expect(await room()).toBe(10 * GB);
	expect(call).toHaveBeenCalledTimes(1);
	vi.advanceTimersByTime(1000);
	expect(await room()).toBe(9 * GB);
});

it("asks before every write where there is little", async () => {
	const { host } = shell(GB, 100, 50, 10 * GB);
	const room = diskRoom(host);
	for (const found of [GB, 100, 50, 10 * GB]) expect(await room()).toBe(found);
});

it("asks again after a question that failed", async () => {
	const call = vi
		.fn()
		.mockRejectedValueOnce(new Error("gone"))
		.mockResolvedValue(5 * GB);
	const room = diskRoom({ call } as unknown as Host);
	await expect(room()).rejects.toThrow("gone");
	expect(await room()).toBe(5 * GB);
});
