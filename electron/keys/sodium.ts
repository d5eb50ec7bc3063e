import { webcrypto } from "node:crypto";
import type sodium from "libsodium-wrappers-sumo";

export type LoadedSodium = typeof sodium;

/** libsodium, ready. Loaded when the first key is needed, never before the window shows. */
export async function loadSodium(): Promise<LoadedSodium> {
	// Older Electrons have Node 18, where the source of randomness that libsodium asks for is not global yet.
	if (!("crypto" in globalThis)) Object.defineProperty(globalThis, "crypto", { value: webcrypto });
	const { default: loaded } = await import("libsodium-wrappers-sumo");
	await loaded.ready;
	return loaded;
}
