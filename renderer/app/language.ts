/** Words of the app in the person's language. English is in the first chunk; others are read when they are chosen. */
import { createInstance, type i18n } from "i18next";
import { initReactI18next } from "react-i18next";

type Words = Readonly<Record<string, unknown>>;

const english = import.meta.glob<Words>("../../resources/languages/en/*.json", { eager: true, import: "default" });
const others = import.meta.glob<Words>(["../../resources/languages/*/*.json", "!../../resources/languages/en/*.json"], {
	import: "default",
});

function place(path: string): { readonly language: string; readonly area: string } {
	const [file = "", language = ""] = path.split("/").reverse();
	return { language, area: file.replace(/\.json$/, "") };
}

/** Languages that the app has words in. */
export function availableLanguages(): readonly string[] {
	return [...new Set(["en", ...Object.keys(others).map((path) => place(path).language)])].sort();
}

/** The language for a setting: the one that was chosen, the system's where it is "system", English where we have neither. */
export function chooseLanguage(setting: string, system: readonly string[], available: readonly string[]): string {
	const wanted = setting === "system" ? system : [setting];
	for (const tag of wanted) {
		const short = tag.split("-")[0] ?? "";
		if (available.includes(tag)) return tag;
		if (available.includes(short)) return short;
	}
	return "en";
}

/** Everything in one language, by area. Areas without a translation are left out: English stands in. */
async function wordsOf(language: string): Promise<Record<string, Words>> {
	const areas: Record<string, Words> = {};
	for (const [path, read] of Object.entries(others)) {
		const { language: of, area } = place(path);
		if (of === language) areas[area] = await read();
	}
	return areas;
}

/** Makes the translator for a language. */
export async function openLanguage(language: string): Promise<i18n> {
	const instance = createInstance();
	const en: Record<string, Words> = {};
	for (const [path, words] of Object.entries(english)) en[place(path).area] = words;
	await instance.use(initReactI18next).init({
		lng: language,
		fallbackLng: "en",
		supportedLngs: [...availableLanguages()],
		defaultNS: "app",
		ns: Object.keys(en),
		resources: language === "en" ? { en } : { en, [language]: await wordsOf(language) },
		interpolation: { escapeValue: false },
		returnNull: false,
	});
	document.documentElement.lang = language;
	return instance;
}

/** Changes the language of a running translator. */
export async function changeLanguage(instance: i18n, language: string): Promise<void> {
	for (const [area, words] of Object.entries(language === "en" ? {} : await wordsOf(language))) {
		instance.addResourceBundle(language, area, words, true, true);
	}
	await instance.changeLanguage(language);
	document.documentElement.lang = language;
}
