// @vitest-environment jsdom
/** A picture whose bytes come later than the page that shows it. */
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { EngineError } from "../../renderer/engine/contract";
import type { SyncStatus } from "../../renderer/engine/spaces-contract";
import { type LateFilePorts, showWhenHere } from "../../renderer/features/wiki/rendering/late-file";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const MET = { state: "connected" } as SyncStatus["remotes"][number];

interface Scene {
	readonly into: HTMLElement;
	readonly stop: () => void;
	/** How often it was fetched. */
	fetched(): number;
	arrive(): void;
	set(status: Partial<SyncStatus>): void;
	/** The picture that is drawn; null while there is none. */
	picture(): HTMLImageElement | null;
}

function scene(first: Partial<SyncStatus>): Scene {
	let status = first;
	let isHere = false;
	let count = 0;
	const ports: LateFilePorts = {
		engine: {
			ask: async () => ({ metered: false, remotes: [], ...status }) as never,
			readBlob: async () => {
				count += 1;
				if (!isHere) throw new EngineError("host", "no such file", "not-found");
				return new Uint8Array();
			},
		},
		words: (key) => key,
	};
	const into = document.createElement("div");
	const stop = showWhenHere(ports, { title: "gauge.png", hash: "a1" }, () => document.createElement("img"), into);
	return {
		...{ into, stop, fetched: () => count },
		arrive: () => {
			isHere = true;
		},
		set: (next) => {
			status = next;
		},
		picture: () => into.querySelector("img"),
	};
}

const soon = (): Promise<unknown> => vi.advanceTimersByTimeAsync(0);
const fails = (one: Scene): void => void one.picture()?.dispatchEvent(new Event("error"));

test("its place says that it is elsewhere, and it is shown when it has come", async () => {
	const one = scene({});
	fails(one);
	await soon();
	expect(one.into.textContent).toBe("embed.elsewhere");
	one.arrive();
	await vi.advanceTimersByTimeAsync(5000);
	expect(one.picture()).not.toBeNull();
});

test("while somebody is met it is on the way, and it is fetched at once", async () => {
	const one = scene({ remotes: [MET] });
	one.arrive();
	fails(one);
	await soon();
	expect(one.fetched()).toBe(1);
	expect(one.picture()).not.toBeNull();
});

test("on a connection that costs it waits until somebody asks for it", async () => {
	const one = scene({ metered: true, remotes: [MET] });
	one.arrive();
	fails(one);
	await vi.advanceTimersByTimeAsync(20_000);
	expect(one.fetched()).toBe(0);
	expect(one.into.textContent).toContain("embed.costs");
	one.into.querySelector("button")?.click();
	await soon();
	expect(one.picture()).not.toBeNull();
});

test("bytes that are here and are no picture are said to be none, and are not looked for again", async () => {
	const one = scene({ remotes: [MET] });
	one.arrive();
	fails(one);
	await soon();
	fails(one);
	await vi.advanceTimersByTimeAsync(60_000);
	expect(one.into.textContent).toBe("embed.unreadable");
	expect(one.fetched()).toBe(1);
});

test("what is no longer shown is looked for no more", async () => {
	const one = scene({});
	fails(one);
	await soon();
	one.stop();
	await vi.advanceTimersByTimeAsync(60_000);
	expect(one.fetched()).toBe(1);
});
