// @vitest-environment jsdom
import { act, screen, waitFor } from "@testing-library/react";
import type { i18n } from "i18next";
import { describe, expect, it } from "vitest";
import { openPalette } from "../../renderer/ui/frame-state";
import type { Route } from "../../renderer/ui/navigation";
import { showProblem } from "../../renderer/ui/toasts";
import { openApp } from "./open-app";

/** A language in which every word that comes from a language file stands in these brackets. */
function speakInBrackets(language: i18n): void {
	for (const [namespace, words] of Object.entries(language.options.resources?.en ?? {})) {
		const bracket = (value: unknown): unknown => {
			if (typeof value === "string") return `⟦${value}⟧`;
			return Object.fromEntries(Object.entries(value as object).map(([key, inner]) => [key, bracket(inner)]));
		};
		language.removeResourceBundle("en", namespace);
		language.addResourceBundle("en", namespace, bracket(words));
	}
}

/** What may stand outside: initials, languages in their own words, numbers, sizes, dates, keys on a keyboard, parts of public keys. */
const NOT_WORDS =
	/^(?:[\d\s\p{P}\p{S}]*|[\d.,]+ \S?B|MR|English|Deutsch|(?:Esc|Tab|Enter|Space)(?:, (?:Esc|Tab|Enter|Space))*|\(?(?:(?:Ctrl|Alt|Shift|[A-Z,←→↑↓])\s?)+\)?|(?:[0-9a-f]{4} ?)+)$/u;

function outsideBrackets(): readonly string[] {
	const found: string[] = [];
	const check = (text: string | null): void => {
		const rest = (text ?? "").replace(/⟦[^⟦⟧]*(?:⟦[^⟦⟧]*⟧[^⟦⟧]*)*⟧/gu, "").trim();
		if (rest !== "" && !NOT_WORDS.test(rest)) found.push(rest);
	};
	const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
	while (walker.nextNode() !== null) {
		const parent = walker.currentNode.parentElement;
		if (parent?.closest("style, script, [translate=no]") === null) check(walker.currentNode.textContent);
	}
	for (const element of document.body.querySelectorAll("*"))
		for (const attribute of ["aria-label", "placeholder", "title", "alt"]) check(element.getAttribute(attribute));
	return found;
}

const places: readonly (readonly [string, Route])[] = [
	["the start page", { screen: "home" }],
	["the search page", { screen: "search", text: "" }],
	["a search without results", { screen: "search", text: "⟦zzz⟧" }],
	["the trash", { screen: "trash" }],
	["import and export", { screen: "exchange" }],
	["the settings", { screen: "settings" }],
];

describe("every word on screen comes from the language files", () => {
	it.each(places)("on %s", async (_, route) => {
		await openApp({ route, settings: { displayName: "" }, prepare: speakInBrackets, info: { sample: true } });
		await screen.findByRole("heading", { level: 1 });
		await waitFor(() => expect(outsideBrackets()).toEqual([]));
	});

	it("on the first run", async () => {
		await openApp({ settings: { welcomed: false, displayName: "" }, prepare: speakInBrackets, info: { secretStore: "file-permissions" } });
		await screen.findByRole("heading", { level: 1 });
		expect(outsideBrackets()).toEqual([]);
	});

	it("in the palette and in messages", async () => {
		const { language } = await openApp({ prepare: speakInBrackets, settings: { displayName: "" } });
		act(() => openPalette(">"));
		act(() => showProblem({ message: language.t("errors:code.failed.message"), advice: "", details: "" }));
		await screen.findAllByRole("option");
		expect(outsideBrackets()).toEqual([]);
	});
});
