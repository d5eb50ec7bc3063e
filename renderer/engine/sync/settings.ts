/** What a person has set about sync, kept between starts. */
import { z } from "zod";
import type { SyncStore } from "./ports";

const SyncSettings = z.object({
	paused: z.boolean().default(false),
	metered: z.boolean().default(false),
	/** Null until somebody says: then laptops find one another where there is somebody to meet. */
	local: z.boolean().nullable().default(null),
	/** Whether others see in which text this person is. */
	seen: z.boolean().default(true),
});
export type SyncSettings = z.infer<typeof SyncSettings>;

const KEY = "settings";

export function readSettings(store: SyncStore): SyncSettings {
	const kept = SyncSettings.safeParse(store.get(KEY) ?? {});
	return kept.success ? kept.data : SyncSettings.parse({});
}

export function keepSettings(store: SyncStore, settings: SyncSettings): Promise<void> {
	return store.set(KEY, settings);
}
