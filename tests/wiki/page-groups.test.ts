/** Pages grouped by the space they are in. */
import { expect, test } from "vitest";
import type { Engine, QueryName } from "../../renderer/engine/contract";
import type { SpaceSummary } from "../../renderer/engine/spaces-contract";
import { createPage, placePage } from "../../renderer/features/wiki/page/page-commands";
import { spaceInView } from "../../renderer/features/wiki/page/space-in-view";
import { useWikiView } from "../../renderer/features/wiki/screens/wiki-view";
import { groupOfSpace, pageGroups, SHARES } from "../../renderer/features/wiki/tree/page-groups";
import { pageSource } from "../../renderer/features/wiki/tree/page-source";
import { useNavigation } from "../../renderer/ui/navigation";
import type { TreeChildren } from "../../renderer/ui/tree";

const space = (id: string, more: Partial<SpaceSummary> = {}): SpaceSummary => ({
	...{ space: id, kind: "team", name: id, role: "owner", state: "ready", members: 2, items: 3, server: null },
	...more,
});
const OWN = space("own", { kind: "private", name: "" });
const groupsOf = (...spaces: SpaceSummary[]) => pageGroups(spaces, ({ name }) => name || "Private", "Shared one by one");

/** Answers what it is asked from a table, and remembers what it was asked. */
function asked(answers: Partial<Record<QueryName, unknown>>): Pick<Engine, "ask" | "watch"> & { readonly questions: unknown[] } {
	const questions: unknown[] = [];
	const ask = (name: QueryName, params: unknown): never => {
		questions.push([name, params]);
		const answer = answers[name];
		return (typeof answer === "function" ? answer(params) : answer) as never;
	};
	return {
		questions,
		ask: async (name, params) => ask(name, params),
		watch: (name, params, onResult) => {
			onResult(ask(name, params));
			return () => undefined;
		},
	};
}

test("while everything is in one's own space pages stand at the top, otherwise each space does, and shares stand together", () => {
	expect(groupsOf(OWN)).toEqual([]);
	expect(groupsOf(OWN, space("joining", { state: "joining", items: 0 }))).toEqual([]);
	const groups = groupsOf(
		OWN,
		space("team"),
		space("a", { kind: "share" }),
		space("b", { kind: "share" }),
		space("gone", { state: "removed" }),
	);
	expect(groups.map(({ label, spaces }) => [label, spaces])).toEqual([
		["Private", ["own"]],
		["team", ["team"]],
		["gone", ["gone"]],
		["Shared one by one", ["a", "b"]],
	]);
	expect(groupOfSpace(groups, "b")?.id).toBe(SHARES);
});

test("a space's entry has the pages at its top, and those of shares stand below one another", () => {
	const engine = asked({
		children: ({ space: of }: { space?: string }) => [{ id: `page of ${of}`, title: "", hasChildren: false, readOnly: 0 }],
	});
	const told: TreeChildren[] = [];
	const source = pageSource(engine, "Untitled", groupsOf(OWN, space("team"), space("a", { kind: "share" }), space("b", { kind: "share" })));
	source.watch(null, (children) => told.push(children));
	expect(told.at(-1)).toMatchObject({ entries: [{ label: "Private", locked: true }, { label: "team" }, { label: "Shared one by one" }] });
	source.watch("space team", (children) => told.push(children));
	expect(told.at(-1)).toMatchObject({ entries: [{ id: "page of team", label: "Untitled" }] });
	source.watch(SHARES, (children) => told.push(children));
	expect(told.at(-1)).toMatchObject({ entries: [{ id: "page of a" }, { id: "page of b" }] });
	source.watch("page of a", () => undefined);
	expect(engine.questions.at(-1)).toEqual(["children", { kind: "page", parent: "page of a" }]);
});

test("a new page is made in the space one looks at, where one may write, and never in a share by chance", async () => {
	const spaces = [OWN, space("team"), space("read", { role: "reader" }), space("share", { kind: "share" })];
	const engine = asked({ spaces, item: { space: "team" } });
	const { go } = useNavigation.getState();
	go({ screen: "home" });
	expect(await spaceInView(engine)).toBe("own");
	go({ screen: "page", id: "p" });
	expect(await spaceInView(engine)).toBe("team");
	for (const [shown, made] of [
		["team", "team"],
		["read", "own"],
		["share", "own"],
	] as const) {
		go({ screen: "space", space: shown });
		expect(await spaceInView(engine)).toBe(made);
	}
	go({ screen: "wiki" });
	useWikiView.getState().show("team");
	expect(await spaceInView(engine)).toBe("team");
	useWikiView.getState().show(null);
	expect(await spaceInView(engine)).toBe("own");
	expect(await spaceInView(asked({ spaces: [OWN] }))).toBeNull();
});

test("the order at the top is that of the page's own space: pages of others are left where they are", async () => {
	const engine = asked({ children: [], item: { space: "team" } });
	await createPage(engine, { title: "New", parent: null }, "team");
	await placePage(engine, "p", null, null);
	expect(engine.questions.filter((question) => Array.isArray(question) && question[0] === "children")).toEqual([
		["children", { kind: "page", parent: null, space: "team" }],
		["children", { kind: "page", parent: null, space: "team" }],
	]);
});
