/** The words change at once when another language is chosen in the settings. */
import { useEffect } from "react";
import { useTranslation } from "react-i18next";
import { useSettings } from "../../ui/shell-context";
import { availableLanguages, changeLanguage, chooseLanguage } from "../language";

export function useChosenLanguage(): void {
	const { i18n } = useTranslation();
	const wanted = chooseLanguage(useSettings().settings.language, navigator.languages, availableLanguages());
	useEffect(() => {
		// A language that cannot be read leaves the one that is shown.
		if (i18n.language !== wanted) changeLanguage(i18n, wanted).catch(() => undefined);
	}, [i18n, wanted]);
}
