import { expect, it } from "vitest";
import { SettingsChange } from "../../electron/settings/settings-change";
import { Settings } from "../../shared/host";

it("changing one setting leaves every other as it was", () => {
	for (const [name, value] of Object.entries(Settings.parse({})))
		expect(SettingsChange.parse({ [name]: value })).toEqual({ [name]: value });
	expect(SettingsChange.parse({})).toEqual({});
});

it("a setting that does not exist is refused", () => {
	expect(SettingsChange.safeParse({ nonsense: true }).success).toBe(false);
});
