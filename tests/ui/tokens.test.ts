import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";

const css = readFileSync(join(import.meta.dirname, "../../renderer/ui/theme/tokens.css"), "utf8");

type Tokens = ReadonlyMap<string, string>;

function tokensOf(block: string): Tokens {
	return new Map([...block.matchAll(/--([a-z0-9-]+):\s*(#[0-9a-f]{6});/g)].map(([, name = "", value = ""]) => [name, value]));
}

const [light = "", dark = ""] = css.split(':root[data-mantine-color-scheme="dark"]');
const themes: Readonly<Record<string, Tokens>> = { light: tokensOf(light), dark: tokensOf(dark) };

function luminance(hex: string): number {
	const channel = (at: number): number => {
		const value = Number.parseInt(hex.slice(at, at + 2), 16) / 255;
		return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
	};
	return 0.2126 * channel(1) + 0.7152 * channel(3) + 0.0722 * channel(5);
}

function contrast(a: string, b: string): number {
	const [high = 0, low = 0] = [luminance(a), luminance(b)].sort((x, y) => y - x);
	return (high + 0.05) / (low + 0.05);
}

/** Every pair of words and ground that the app draws. */
const PAIRS: readonly (readonly [words: string, ground: string])[] = [
	...["ink", "soft", "muted", "accent", "good", "warn", "bad"].flatMap((words) =>
		["paper", "surface"].map((ground) => [words, ground] as const),
	),
	...["ink", "soft", "muted"].map((words) => [words, "sunken"] as const),
	...["ink", "soft", "accent"].map((words) => [words, "accent-soft"] as const),
	["accent", "accent-soft-hover"],
	["on-accent", "accent"],
	["on-accent", "accent-hover"],
	["on-bad", "bad"],
	["on-bad", "bad-hover"],
	["bad", "bad-soft"],
	["ink", "bad-soft"],
	["ink", "warn-soft"],
	["ink", "good-soft"],
	["ink", "mark"],
	["ink", "mark-2"],
	["soft", "mark"],
];

describe.each(Object.keys(themes))("the %s theme", (name) => {
	const tokens = themes[name] ?? new Map();

	it.each(PAIRS)("%s on %s can be read: at least 4.5 to 1", (words, ground) => {
		const ratio = contrast(tokens.get(words) ?? "", tokens.get(ground) ?? "");
		expect(ratio).toBeGreaterThanOrEqual(4.5);
	});

	it("draws every colour that the other theme draws", () => {
		for (const other of Object.values(themes)) expect([...tokens.keys()].sort()).toEqual([...other.keys()].sort());
	});

	it("has initials that can be read on the avatar", () => {
		expect(contrast("#ffffff", tokens.get("avatar") ?? "")).toBeGreaterThanOrEqual(4.5);
	});
});

it("the window's ground before the first paint is the paper of the theme", () => {
	const source = readFileSync(join(import.meta.dirname, "../../electron/window/create-window.ts"), "utf8");
	const [, ...grounds] = /paper = \{ light: "(#[0-9a-f]{6})", dark: "(#[0-9a-f]{6})" \}/.exec(source) ?? [];
	expect(grounds).toEqual([themes.light?.get("paper"), themes.dark?.get("paper")]);
});
