/** All settings on one page; a section can be gone to. */
import { SegmentedControl, Select } from "@mantine/core";
import { type ReactNode, Suspense, useEffect, useId } from "react";
import { useTranslation } from "react-i18next";
import type { Screen as ScreenOf } from "../../ui/feature";
import { Screen } from "../../ui/screen";
import { useSettings } from "../../ui/shell-context";
import { Laptops, You } from "../spaces";
import { About } from "./about";
import { ColourSchemes } from "./colour-schemes";
import { Keyboard } from "./keyboard";
import { nameOfLanguage, useLanguages } from "./languages";
import { Section } from "./section";
import { Storage } from "./storage";

export const SettingsScreen: ScreenOf<"settings"> = ({ route }) => {
	const { t } = useTranslation("settings");
	useEffect(() => {
		if (route.section !== undefined) document.getElementById(`settings-${route.section}`)?.scrollIntoView();
	}, [route.section]);
	return (
		<Screen title={t("name")} width="text">
			<Section id="you">
				<Suspense fallback={null}>
					<You />
				</Suspense>
			</Section>
			<Section id="laptops">
				<Suspense fallback={null}>
					<Laptops />
				</Suspense>
			</Section>
			<Appearance />
			<Storage />
			<Keyboard />
			<About />
		</Screen>
	);
};

function Appearance(): ReactNode {
	const { t } = useTranslation("settings");
	const { settings, change } = useSettings();
	const languages = useLanguages();
	const label = useId();
	return (
		<Section id="appearance">
			<div>
				<p id={label} className="mantine-InputWrapper-label">
					{t("appearance.colours")}
				</p>
				<SegmentedControl
					aria-labelledby={label}
					data={ColourSchemes.map((value) => ({ value, label: t(`appearance.${value}`) }))}
					value={settings.colourScheme}
					onChange={(colourScheme) => change({ colourScheme })}
				/>
			</div>
			<Select
				label={t("appearance.language")}
				maw={340}
				allowDeselect={false}
				data={[
					{ value: "system", label: t("appearance.systemLanguage") },
					...languages.map((value) => ({ value, label: nameOfLanguage(value) })),
				]}
				value={settings.language}
				onChange={(language) => {
					if (language !== null) change({ language });
				}}
			/>
		</Section>
	);
}
