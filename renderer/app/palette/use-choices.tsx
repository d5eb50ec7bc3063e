/** Gathers what the palette offers for what was typed: actions, items by name, and passages found. */
import { IconArrowRight, IconBolt, IconSearch } from "@tabler/icons-react";
import { useDeferredValue } from "react";
import { useTranslation } from "react-i18next";
import type { Row } from "../../../shared/model/item";
import { type QueryResult, useQuery } from "../../ui/engine-hooks";
import { Found, iconOf, routeOf, useTitleOf } from "../../ui/item";
import { useNavigation } from "../../ui/navigation";
import { useWhere } from "../../ui/spaces/use-where";
import { type Choice, type ChoiceGroup, findActions } from "./choices";
import { useActions } from "./use-actions";

const KINDS = ["page", "bookmark", "collection"] as const;
const MOST_ACTIONS = 7;
/** Only actions are wanted when what is typed begins with it. */
const ACTIONS_ONLY = ">";

export interface Choices {
	readonly groups: readonly ChoiceGroup[];
	/** Nothing found yet to show for what was typed. */
	readonly waiting: boolean;
	/** Whether the first of them answers what is typed now: passages are not waited for where something else comes before them. */
	readonly settled: boolean;
}

/** Whether it answers what is asked now, or will not. */
function isAnswer(result: QueryResult<unknown>): boolean {
	return result.state === "failed" || (result.state === "ready" && result.previous !== true);
}

export function useChoices(text: string): Choices {
	const { t } = useTranslation("app");
	const titleOf = useTitleOf();
	const actions = useActions();
	const where = useWhere();
	const go = useNavigation((state) => state.go);
	const typed = useDeferredValue(text.trim());
	const onlyActions = typed.startsWith(ACTIONS_ONLY);
	const asked = typed === "" || onlyActions ? null : typed;

	const recent = useQuery("newest", typed === "" ? { kinds: ["page", "bookmark"], limit: 7 } : null);
	const named = useQuery("complete", asked === null ? null : { typed: asked, kinds: KINDS, limit: 6 }, { keepPrevious: true });
	const found = useQuery("search", asked === null ? null : { text: asked, limit: 8, typing: true }, { keepPrevious: true });

	const itemChoice = (row: Row, rest: Partial<Choice> = {}): Choice => ({
		id: `item-${row.id}`,
		icon: iconOf(row.kind),
		label: titleOf(row),
		note: [t(`kind.${row.kind}`), where(row) ?? []].flat().join(" · "),
		written: true,
		perform: () => go(routeOf(row)),
		...rest,
	});
	const byAction = findActions(actions, onlyActions ? typed.slice(1) : typed)
		.slice(0, onlyActions || typed === "" ? undefined : MOST_ACTIONS)
		.map((action): Choice => {
			const Icon = action.id.startsWith("go-") ? IconArrowRight : IconBolt;
			const choice = { id: `action-${action.id}`, label: action.label, note: action.group, written: false, perform: action.perform };
			return { ...choice, icon: Icon, ...(action.shortcut === undefined ? {} : { shortcut: action.shortcut }) };
		});
	const byName = (asked === null ? [] : (named.data ?? [])).map(({ row, name }) =>
		itemChoice(row, name === row.title || row.title === "" ? {} : { label: `${row.title} (${name})` }),
	);
	const already = new Set(byName.map(({ id }) => id));
	const byText = (asked === null ? [] : (found.data?.hits ?? [])).map(({ row, title, snippet }) =>
		itemChoice(row, {
			label: row.title === "" ? titleOf(row) : <Found parts={title} />,
			...(snippet.length === 0 ? {} : { detail: <Found parts={snippet} /> }),
		}),
	);
	const everything: Choice = {
		id: "everything",
		icon: IconSearch,
		label: t("palette.searchFor", { text: typed }),
		written: false,
		perform: () => go({ screen: "search", text: typed }),
	};
	const groups: readonly ChoiceGroup[] = [
		{ id: "recent", choices: typed === "" ? (recent.data ?? []).map((row) => itemChoice(row)) : [] },
		{ id: "goTo", choices: byName },
		{ id: "actions", choices: byAction },
		{ id: "found", choices: byText.filter(({ id }) => !already.has(id)) },
		{ id: "everything", choices: asked === null ? [] : [everything] },
	];
	return {
		groups: groups.filter(({ choices }) => choices.length > 0),
		waiting: asked !== null && (named.state === "loading" || found.state === "loading"),
		settled: typed === text.trim() && (asked === null || (isAnswer(named) && (byName.length + byAction.length > 0 || isAnswer(found)))),
	};
}
