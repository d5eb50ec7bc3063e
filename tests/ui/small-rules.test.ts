import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { chooseLanguage } from "../../renderer/app/language";
import { strengthOf } from "../../renderer/features/exchange/backup/passphrase-strength";
import { guessPurpose } from "../../renderer/features/exchange/offers";
import { groupEntries } from "../../renderer/features/exchange/report/group-entries";
import { partOfDay } from "../../renderer/features/home/greeting";
import { kindIn, withKind, withTag } from "../../renderer/features/search/filters";
import { matches, writeShortcut } from "../../renderer/ui/keys";
import { NOTHING_SELECTED, selectOnly, selectRange, toggle } from "../../renderer/ui/list/selection";
import { initialsOf } from "../../renderer/ui/spaces/initials";
import { regionOf } from "../../renderer/ui/words";

describe("a passphrase", () => {
	it.each([
		["", "short"],
		["seven77", "short"],
		["password", "weak"],
		["aaaaaaaaaaaaaaaa", "weak"],
		["12345678901234567890", "weak"],
		["correct horse battery staple", "fair"],
		["correct horse battery staple marvel", "strong"],
		["k7#Vq!zP2m@Wr9tX", "strong"],
	] as const)("%s is %s", (passphrase, strength) => expect(strengthOf(passphrase)).toBe(strength));
});

describe("a dropped file", () => {
	it.each([
		["notes", "folder", "vault"],
		["bookmarks.HTML", "file", "bookmarks"],
		["Commonplace 2026-11-24.commonplace", "file", "backup"],
		["Changes 2026-11-24.commonplace-changes", "file", "changes"],
	] as const)("%s, a %s, is taken for %s first", (name, kind, purpose) => expect(guessPurpose({ name, kind })).toBe(purpose));
});

describe("a report", () => {
	it("groups what happened by what it was, the most frequent first, and loses no entry", () => {
		const code = fc.constantFrom("renamed" as const, "empty" as const, "unreadable" as const);
		const entries = fc.array(fc.record({ subject: fc.string(), code }));
		fc.assert(
			fc.property(entries, (all) => {
				const groups = groupEntries(all);
				expect(groups.reduce((sum, group) => sum + group.entries.length, 0)).toBe(all.length);
				const sizes = groups.map((group) => group.entries.length);
				expect(sizes).toEqual([...sizes].sort((a, b) => b - a));
				for (const group of groups) expect(group.entries.every((entry) => entry.code === group.code)).toBe(true);
			}),
		);
	});
});

describe("filters in a search", () => {
	it("narrow to a kind and back to the words as they were", () => {
		expect(withKind("valve seal", "page")).toBe("valve seal type:page");
		expect(withKind("valve type:page seal", "bookmark")).toBe("valve seal type:bookmark");
		expect(withKind("valve type:page", null)).toBe("valve");
		expect(kindIn("valve type:Bookmark")).toBe("bookmark");
		expect(kindIn("type:nonsense")).toBeNull();
		expect(kindIn("prototype:page")).toBeNull();
	});

	it("name a tag once", () => {
		expect(withTag("", "valves")).toBe("tag:valves");
		expect(withTag("tag:valves", "valves")).toBe("tag:valves");
	});
});

describe("choosing several of a list", () => {
	it("takes one, one more, a range, and gives one back", () => {
		const one = selectOnly("b", 1);
		const range = selectRange(one, ["b", "c", "d"], false);
		expect([...range.ids]).toEqual(["b", "c", "d"]);
		expect(range.anchor).toBe(1);
		expect([...toggle(range, "c", 2).ids]).toEqual(["b", "d"]);
		expect([...toggle(NOTHING_SELECTED, "x", 9).ids]).toEqual(["x"]);
		expect([...selectRange(selectOnly("z", 9), ["a", "b"], true).ids]).toEqual(["z", "a", "b"]);
	});
});

describe("keys", () => {
	const pressed = (key: string, held: Partial<Record<"ctrlKey" | "metaKey" | "shiftKey" | "altKey", boolean>>) => ({
		key,
		ctrlKey: false,
		metaKey: false,
		shiftKey: false,
		altKey: false,
		...held,
	});

	it("are the same shortcut with Ctrl here and Command on a Mac, and nothing more held", () => {
		expect(matches(pressed("k", { ctrlKey: true }), "Mod+K", false)).toBe(true);
		expect(matches(pressed("k", { metaKey: true }), "Mod+K", true)).toBe(true);
		expect(matches(pressed("k", { ctrlKey: true }), "Mod+K", true)).toBe(false);
		expect(matches(pressed("K", { ctrlKey: true, shiftKey: true }), "Mod+K", false)).toBe(false);
		expect(matches(pressed("B", { ctrlKey: true, shiftKey: true }), "Mod+Shift+B", false)).toBe(true);
	});

	it("are written as people know them", () => {
		expect(writeShortcut("Mod+Shift+B", false)).toBe("Ctrl Shift B");
		expect(writeShortcut("Mod+Shift+B", true)).toBe("⌘ ⇧ B");
		expect(writeShortcut("Alt+ArrowLeft", false)).toBe("Alt ←");
	});
});

describe("a person", () => {
	it("has initials in any script, and none without a name", () => {
		expect(initialsOf("Marta Ruiz")).toBe("MR");
		expect(initialsOf("  ana maria kovač ")).toBe("AK");
		expect(initialsOf("Ольга")).toBe("О");
		expect(initialsOf("")).toBe("");
	});

	it("is greeted by the time of day", () => {
		expect([3, 8, 14, 21].map(partOfDay)).toEqual(["night", "morning", "afternoon", "evening"]);
	});
});

describe("the language", () => {
	it("is the chosen one, else the system's, else English", () => {
		expect(chooseLanguage("de", ["en-GB"], ["en", "de"])).toBe("de");
		expect(chooseLanguage("system", ["pt-BR", "de-AT"], ["en", "de"])).toBe("de");
		expect(chooseLanguage("system", ["ja"], ["en", "de"])).toBe("en");
		expect(chooseLanguage("xx", ["de"], ["en", "de"])).toBe("en");
	});

	it("takes the region from the system, so that dates look as usual", () => {
		expect(regionOf("en", ["de-DE", "en-GB", "en-US"])).toBe("en-GB");
		expect(regionOf("en", ["de-DE"])).toBe("en");
	});
});
