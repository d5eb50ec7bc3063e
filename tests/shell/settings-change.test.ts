import { expect, it } from "vitest";
import { SettingsChange } from "../../electron/settings/settings-change";
import { Settings } from "../../shared/host";

it("changing one setting leaves every other as it was", () => {
	const { kitShownAt: _, ...changeable } = Settings.parse({});
	for (const [name, value] of Object.entries(changeable)) expect(SettingsChange.parse({ [name]: value })).toEqual({ [name]: value });
	expect(SettingsChange.parse({})).toEqual({});
});

it("a setting that does not exist is refused", () => {
	expect(SettingsChange.safeParse({ nonsense: true }).success).toBe(false);
});

it("when the recovery kit was shown is not the interface's to say", () => {
	expect(SettingsChange.safeParse({ kitShownAt: 1 }).success).toBe(false);
});
