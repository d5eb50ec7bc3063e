import { z } from "zod";

export const ColourScheme = z.enum(["light", "dark", "system"]);
export type ColourScheme = z.infer<typeof ColourScheme>;

/** Settings of this installation. Small, in a file of the shell's, known before the first paint. */
export const Settings = z.object({
	colourScheme: ColourScheme.default("system"),
	language: z.string().max(16).default("system"),
	/** What the person is called in their own book. Empty until they say. */
	displayName: z.string().max(200).default(""),
	/** Whether the first-run choice was made. */
	welcomed: z.boolean().default(false),
	leftPanelOpen: z.boolean().default(true),
	rightPanelOpen: z.boolean().default(true),
	/** When the person last had their recovery kit before them, milliseconds since 1970; 0: never. The shell's to say. */
	kitShownAt: z.number().int().nonnegative().default(0),
	/** The last route, as the interface wrote it; the interface validates it when it reads it back. */
	lastRoute: z.string().max(2000).default(""),
});
export type Settings = z.infer<typeof Settings>;
