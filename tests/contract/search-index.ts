/** What every search index promises, whoever keeps it. */
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { Highlighted } from "../../renderer/engine/contract";
import { parseQuery } from "../../renderer/engine/search/query-language";
import type { SearchEntry, SearchIndex, SearchOptions } from "../../renderer/engine/search/search-index";

/** An id for a test, from any name: the codes of its characters in letters. */
export function idOf(name: string): string {
	const codes = [...name].map((character) => (character.codePointAt(0) ?? 0).toString(26)).join("");
	const letters = codes.replace(/[0-9]/g, (digit) => "qrstuvwxyz".charAt(Number(digit)));
	return letters.padEnd(26, "2").slice(0, 26);
}

/** An entry of which only what matters is said. */
export function entry(name: string, fields: Partial<Omit<SearchEntry, "id">> = {}): SearchEntry {
	return {
		id: idOf(name),
		kind: "page",
		title: name,
		tags: [],
		text: "",
		parent: "",
		updated: 1_700_000_000_000,
		trashed: false,
		...fields,
	};
}

export function plain(runs: Highlighted): string {
	return runs.map((run) => run.text).join("");
}

export function hitsOf(runs: Highlighted): string[] {
	return runs.filter((run) => run.hit).map((run) => run.text);
}

export function searchIndexContract(name: string, open: () => Promise<SearchIndex>): void {
	describe(`search index: ${name}`, () => {
		let index: SearchIndex;
		let checkpoint = 0;
		beforeEach(async () => {
			index = await open();
			checkpoint = 0;
		});
		afterEach(async () => {
			await index.close();
		});

		const put = async (...entries: SearchEntry[]): Promise<void> => {
			checkpoint += 1;
			await index.apply({ put: entries, remove: [], checkpoint });
		};
		const answer = (text: string, options: Partial<SearchOptions> = {}) =>
			index.search(parseQuery(text), { limit: 50, offset: 0, typing: false, ...options });
		const titles = async (text: string, options: Partial<SearchOptions> = {}): Promise<string[]> =>
			(await answer(text, options)).hits.map((hit) => plain(hit.title));

		test("finds all words of a query, wherever in title, tags and text they are", async () => {
			await put(entry("Garden", { text: "Tomatoes need sun.", tags: ["summer"] }), entry("Kitchen", { text: "Tomatoes need salt." }));
			expect(await titles("tomatoes")).toHaveLength(2);
			expect(await titles("garden tomatoes summer")).toEqual(["Garden"]);
			expect(await titles("tomatoes winter")).toEqual([]);
		});

		test("finds by the beginning of a word, while typing and as a fallback", async () => {
			await put(entry("Gardening", { text: "Compost" }));
			expect(await titles("gard", { typing: true })).toEqual(["Gardening"]);
			expect(await titles("g", { typing: true })).toEqual(["Gardening"]);
			expect(await titles("gard")).toEqual(["Gardening"]);
			expect(await titles("arden")).toEqual([]);
		});

		test("puts whole words before beginnings, and titles before texts", async () => {
			await put(
				entry("Text begins", { text: "carpet carpet carpet carpet" }),
				entry("Text whole", { text: "one car among many other words that make this text long" }),
				entry("Carpet"),
				entry("Car"),
			);
			expect(await titles("car", { typing: true })).toEqual(["Car", "Carpet", "Text whole", "Text begins"]);
		});

		test("takes phrases as they are and leaves out what is excluded", async () => {
			await put(entry("One", { text: "the quick brown fox" }), entry("Two", { text: "the brown quick fox" }));
			expect(await titles('"quick brown"')).toEqual(["One"]);
			expect(await titles("“quick brown”")).toEqual(["One"]);
			expect(await titles('fox -"quick brown"')).toEqual(["Two"]);
			expect(await titles("-brown")).toEqual([]);
			expect(await titles("one -missing")).toEqual(["One"]);
		});

		test("an excluded word in the text excludes what its title would find", async () => {
			await put(entry("Fox", { text: "lives in a zoo" }), entry("Fox two", { text: "lives in a forest" }));
			expect(await titles("fox -zoo")).toEqual(["Fox two"]);
		});

		test("filters by tag, with the tags nested in it and no others", async () => {
			await put(
				entry("A", { tags: ["work"] }),
				entry("B", { tags: ["work/plans"] }),
				entry("C", { tags: ["workshop"] }),
				entry("D", { tags: ["Straße/Öl", "to-do"] }),
			);
			expect((await titles("tag:work")).sort()).toEqual(["A", "B"]);
			expect(await titles("tag:#Work/Plans")).toEqual(["B"]);
			expect((await titles("tag:wor", { typing: true })).sort()).toEqual(["A", "B", "C"]);
			expect(await titles("tag:wor")).toEqual([]);
			expect(await titles("tag:straße")).toEqual(["D"]);
			expect(await titles("tag:to-do")).toEqual(["D"]);
			expect(await titles("tag:to")).toEqual([]);
			expect((await titles("-tag:work")).sort()).toEqual(["C", "D"]);
			expect(await titles("tag:work tag:work/plans")).toEqual(["B"]);
		});

		test("filters by kind", async () => {
			await put(entry("Lamp page"), entry("Lamp bookmark", { kind: "bookmark" }), entry("Lamp file", { kind: "file" }));
			expect(await titles("lamp type:bookmark")).toEqual(["Lamp bookmark"]);
			expect((await titles("lamp type:bookmark type:file")).sort()).toEqual(["Lamp bookmark", "Lamp file"]);
			expect((await titles("lamp -type:page")).sort()).toEqual(["Lamp bookmark", "Lamp file"]);
			expect(await titles("type:bookmark")).toEqual(["Lamp bookmark"]);
		});

		test("filters by the containers it is given, few or thousands", async () => {
			const many = Array.from({ length: 3000 }, (_, number) => idOf(String(number)));
			await put(entry("Lamp in", { parent: idOf("folder") }), entry("Lamp out", { parent: idOf("other") }), entry("Lamp top"));
			expect(await titles("lamp in:Folder", { inside: [idOf("folder")] })).toEqual(["Lamp in"]);
			expect(await titles("lamp in:Folder", { inside: [...many, idOf("folder")] })).toEqual(["Lamp in"]);
			expect(await titles("in:Folder", { inside: [idOf("folder")] })).toEqual(["Lamp in"]);
			expect(await titles("lamp in:Nowhere", { inside: [] })).toEqual([]);
			expect((await titles("lamp -in:Folder", { outside: [idOf("folder")] })).sort()).toEqual(["Lamp out", "Lamp top"]);
		});

		test("leaves out the trash unless it is asked for", async () => {
			await put(entry("Lamp here"), entry("Lamp gone", { trashed: true }));
			expect(await titles("lamp")).toEqual(["Lamp here"]);
			expect(await titles("lamp is:trashed")).toEqual(["Lamp gone"]);
			expect(await titles("is:trashed")).toEqual(["Lamp gone"]);
		});

		test("does not mind case and accents, in any script that has them", async () => {
			await put(entry("Crème Brûlée"), entry("Ελλάδα"), entry("Ёлка"), entry("Οδός μου"), entry("İstanbul"), entry("Cafe\u0301"));
			expect(await titles("creme BRULEE")).toEqual(["Crème Brûlée"]);
			expect(await titles("crème")).toEqual(["Crème Brûlée"]);
			expect(await titles("ΕΛΛΑΔΑ")).toEqual(["Ελλάδα"]);
			expect(await titles("елка")).toEqual(["Ёлка"]);
			expect(await titles("ΟΔΌΣ")).toEqual(["Οδός μου"]);
			expect(await titles("istanbul")).toEqual(["İstanbul"]);
			expect(await titles("CAFE")).toEqual(["Café"]);
		});

		test("finds any part of a text in a script without spaces, and shows it whole", async () => {
			await put(
				entry("Tokyo", { text: "私は東京都庁へ行きました。" }),
				entry("Mixed", { text: "新しいiPhone用のケース" }),
				entry("Thai", { text: "สวัสดีชาวโลก" }),
				entry("Korean", { text: "한국어를 배웁니다" }),
			);
			expect(await titles("東京都")).toEqual(["Tokyo"]);
			expect(await titles("都庁へ行")).toEqual(["Tokyo"]);
			expect(await titles("庁")).toEqual(["Tokyo"]);
			expect(await titles("京東")).toEqual([]);
			expect(await titles("iphone用")).toEqual(["Mixed"]);
			expect(await titles("新しいiphone")).toEqual(["Mixed"]);
			expect(await titles("ชาวโลก")).toEqual(["Thai"]);
			expect(await titles("한국어", { typing: true })).toEqual(["Korean"]);
			const [hit] = (await answer("東京都庁")).hits;
			expect(plain(hit?.snippet ?? [])).toBe("私は東京都庁へ行きました。");
			expect(hitsOf(hit?.snippet ?? [])).toEqual(["東京都庁"]);
		});

		test("marks what was found, in title and passage", async () => {
			const text = `${"Nothing to see here. ".repeat(100)}At last the Éclair stands in the window.${" And so on.".repeat(100)}`;
			await put(entry("Eclairs for all", { text }));
			const [hit] = (await answer("eclair")).hits;
			expect(plain(hit?.snippet ?? [])).toContain("At last the Éclair stands in the window.");
			expect(hitsOf(hit?.snippet ?? [])).toEqual(["Éclair"]);
			expect(plain(hit?.snippet ?? []).length).toBeLessThan(300);
			const [prefix] = (await answer("eclai", { typing: true })).hits;
			expect(hitsOf(prefix?.title ?? [])).toEqual(["Eclairs"]);
		});

		test("finds misspelt words, after everything that was spelt right", async () => {
			await put(entry("Right", { text: "You receive a recipe." }), entry("Wrong", { text: "You recieve nothing." }));
			expect(await titles("recieve")).toEqual(["Wrong", "Right"]);
			expect(await titles("recipee")).toEqual(["Right"]);
			await put(entry("Long", { text: "Internationalization" }));
			expect(await titles("internatoinalizatoin")).toEqual(["Long"]);
			expect(await titles('"recipee"')).toEqual([]);
			const [hit] = (await answer("recipee")).hits;
			expect(hitsOf(hit?.snippet ?? [])).toEqual(["recipe"]);
		});

		test("pages through all hits, each once", async () => {
			const entries = Array.from({ length: 1300 }, (_, number) =>
				entry(String(number), {
					text: number % 3 === 0 ? "lamp" : "lamps and lamp",
					title: number % 7 === 0 ? `Lamp ${number}` : `Thing ${number}`,
				}),
			);
			await put(...entries);
			const seen: string[] = [];
			for (let offset = 0; ; offset += 100) {
				const page = await answer("lamp", { limit: 100, offset });
				seen.push(...page.hits.map((hit) => hit.id));
				if (!page.more) break;
			}
			expect(new Set(seen).size).toBe(1300);
			expect(seen).toHaveLength(1300);
		});

		test("a changed entry is found by what it says now and not by what it said", async () => {
			await put(entry("Note", { text: "before", tags: ["old"] }));
			await put(entry("Note", { text: "after", tags: ["new"], trashed: false }));
			expect(await titles("before")).toEqual([]);
			expect(await titles("after")).toEqual(["Note"]);
			expect(await titles("tag:old")).toEqual([]);
			expect((await index.state()).entries).toBe(1);
		});

		test("what is removed is gone; the last of several entries for one id counts", async () => {
			await index.apply({
				put: [entry("A", { text: "lamp one" }), entry("A", { text: "lamp two" }), entry("B", { text: "lamp" })],
				remove: [],
				checkpoint: 1,
			});
			expect(await titles("two")).toEqual(["A"]);
			expect(await titles("one")).toEqual([]);
			await index.apply({ put: [], remove: [idOf("A"), idOf("unknown")], checkpoint: 2 });
			expect(await titles("lamp")).toEqual(["B"]);
		});

		test("the checkpoint goes with the batch, and clearing sets it back", async () => {
			expect(await index.checkpoint()).toBe(0);
			await index.apply({ put: [entry("A")], remove: [], checkpoint: 41 });
			expect(await index.checkpoint()).toBe(41);
			await index.clear();
			expect(await index.checkpoint()).toBe(0);
			expect((await index.state()).entries).toBe(0);
			await put(entry("Again"));
			expect(await titles("again")).toEqual(["Again"]);
		});

		test("mentions are whole phrases in texts, newest first, with their passage", async () => {
			await put(
				entry("Old", { text: "We met the Green  party, long ago.", updated: 1 }),
				entry("New", { text: "The green PARTY\nagain.", updated: 2 }),
				entry("Green party", { updated: 3 }),
				entry("Parts", { text: "green parties", updated: 4 }),
				entry("Gone", { text: "green party", updated: 5, trashed: true }),
			);
			const found = await index.mentions("Green Party", 10);
			expect(found.map((one) => one.id)).toEqual([idOf("New"), idOf("Old")]);
			expect(hitsOf(found[1]?.snippet ?? [])).toEqual(["Green party"]);
			expect(await index.mentions("Green Party", 1)).toHaveLength(1);
			expect(await index.mentions('"*', 10)).toEqual([]);
		});

		test("no input is an error", async () => {
			await put(
				entry("Odd", { title: "Odd\0title \ud800", text: "NUL \0 in the \udfff middle \ue000page", tags: ["\ud800", "", "a//b", "\0"] }),
			);
			const hostile = [
				'"',
				'""',
				"-",
				"--",
				"*",
				"a*b",
				"NEAR(",
				"a AND",
				"OR",
				"NOT",
				"text:odd",
				"{title}:x",
				"^a",
				"a + b",
				"(",
				"')--",
				"\0",
				"\ud800",
				"tag:",
				"tag:\0",
				"type:",
				"type:zebra",
				"in:",
				'in:"',
				"-tag:",
				"\ue000page",
				"a\0b",
				"😀",
				`${"x ".repeat(5000)}`,
				"y".repeat(10_000),
				'"'.repeat(9999),
				`"${"z ".repeat(5000)}`,
			];
			for (const text of hostile) {
				for (const typing of [true, false]) {
					await answer(text, { typing, inside: ["'"], outside: ['"'] });
				}
				await index.mentions(text, 5);
			}
			expect(await titles("middle")).toHaveLength(1);
			expect(await titles("nothing OR odd")).toEqual([]);
		});

		test("after closing, calls are refused and do not hang", async () => {
			await index.close();
			await expect(index.checkpoint()).rejects.toMatchObject({ code: "stopped" });
			await expect(answer("lamp")).rejects.toMatchObject({ code: "stopped" });
		});
	});
}
