/** The languages that there are words in. */
import { useTranslation } from "react-i18next";

/** Their tags, as the translator was told at the start. */
export function useLanguages(): readonly string[] {
	const { i18n } = useTranslation();
	const listed = i18n.options.supportedLngs;
	return (listed === undefined || listed === false ? ["en"] : listed).filter((language) => language !== "cimode");
}

/** A language in its own words: "English", "Deutsch". */
export function nameOfLanguage(language: string): string {
	return new Intl.DisplayNames([language], { type: "language" }).of(language) ?? language;
}
