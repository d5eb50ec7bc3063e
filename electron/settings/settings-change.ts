import { z } from "zod";
import { Settings } from "../../shared/host";

const given = Settings.shape;
/** What the interface may change. Without the defaults, which zod fills in even for what is optional: a setting that was not given stays as it is. */
export const SettingsChange = z
	.strictObject({
		colourScheme: given.colourScheme.unwrap(),
		language: given.language.unwrap(),
		displayName: given.displayName.unwrap(),
		welcomed: given.welcomed.unwrap(),
		leftPanelOpen: given.leftPanelOpen.unwrap(),
		rightPanelOpen: given.rightPanelOpen.unwrap(),
		lastRoute: given.lastRoute.unwrap(),
	} satisfies Record<Exclude<keyof Settings, "kitShownAt">, z.ZodType>)
	.partial();
