/** The search page: a box, kinds to narrow by, and passages with the words marked. */
import { CloseButton, SegmentedControl, TextInput } from "@mantine/core";
import { IconSearch } from "@tabler/icons-react";
import { type ReactNode, useCallback, useDeferredValue, useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import type { ItemKind } from "../../../shared/model/item";
import { useQuery } from "../../ui/engine-hooks";
import type { Screen as ScreenOf } from "../../ui/feature";
import { Tag } from "../../ui/item";
import { useNavigation } from "../../ui/navigation";
import { Screen } from "../../ui/screen";
import { ErrorState } from "../../ui/states";
import { kindIn, withKind, withTag } from "./filters";
import { Results } from "./results";
import classes from "./search.module.css";
import { SearchHelp } from "./search-help";

const KINDS = ["page", "bookmark", "collection", "file"] as const;
const FIRST = 60;
const STEP = 120;
const QUIET = 400;
const MOST_TAGS = 14;

export const SearchScreen: ScreenOf<"search"> = ({ route }) => {
	const { t } = useTranslation("search");
	const replace = useNavigation((state) => state.replace);
	const [text, setText] = useState(route.text);
	const [limit, setLimit] = useState(FIRST);
	const box = useRef<HTMLInputElement>(null);
	const results = useRef<HTMLDivElement>(null);
	const asked = useDeferredValue(text.trim());
	const answer = useQuery("search", asked === "" ? null : { text: asked, limit, typing: true }, { keepPrevious: true });
	const tags = useQuery("tags", asked === "" ? {} : null);

	// A search opened from elsewhere while this page is shown.
	useEffect(() => setText(route.text), [route.text]);
	useEffect(() => box.current?.focus(), []);
	// The search is part of where one is: back leads to it, and a restart too.
	useEffect(() => {
		const timer = setTimeout(() => {
			// A result that was just opened is on its way to the screen: it must not be taken away again.
			if (useNavigation.getState().route.screen === "search") replace({ screen: "search", text });
		}, QUIET);
		return () => clearTimeout(timer);
	}, [text, replace]);

	const change = (next: string): void => {
		setText(next);
		setLimit(FIRST);
	};
	const hits = asked === "" ? [] : (answer.data?.hits ?? []);
	const more = answer.data?.more === true;
	const onVisible = useCallback(
		(_start: number, end: number) => {
			if (more && end >= hits.length) setLimit((now) => now + STEP);
		},
		[more, hits.length],
	);

	return (
		<Screen
			title={t("name")}
			width="fill"
			note={asked === "" || answer.state !== "ready" ? undefined : t(more ? "countMore" : "count", { count: hits.length })}
		>
			<div className={classes.head}>
				<TextInput
					ref={box}
					type="search"
					size="md"
					aria-label={t("box")}
					placeholder={t("placeholder")}
					leftSection={<IconSearch size={17} stroke={1.7} aria-hidden="true" />}
					rightSection={text === "" ? null : <CloseButton aria-label={t("clear")} onClick={() => change("")} />}
					value={text}
					onChange={(event) => change(event.currentTarget.value)}
					onKeyDown={(event) => {
						if (event.key !== "ArrowDown" && event.key !== "Enter") return;
						event.preventDefault();
						results.current?.querySelector<HTMLElement>("[role=row][tabindex='0']")?.focus();
					}}
				/>
				<SegmentedControl
					aria-label={t("kinds.label")}
					data={[{ value: "all", label: t("kinds.all") }, ...KINDS.map((kind) => ({ value: kind, label: t(`kinds.${kind}`) }))]}
					value={kindIn(text) ?? "all"}
					onChange={(value) => change(withKind(text, value === "all" ? null : (value as ItemKind)))}
				/>
			</div>
			{asked === "" ? (
				<div className={classes.start}>
					<SearchHelp onTry={change} />
					<TagCloud tags={tags.data ?? []} onChoose={(tag) => change(withTag(text, tag))} />
				</div>
			) : null}
			{answer.state === "failed" ? <ErrorState error={answer.error} /> : null}
			<div ref={results} className={classes.results} hidden={asked === "" || hits.length === 0}>
				<Results hits={hits} resetKey={asked} onVisible={onVisible} />
			</div>
			{asked !== "" && answer.state === "ready" && hits.length === 0 ? (
				<div className={classes.start}>
					<p className={classes.nothing}>{t("nothing.title")}</p>
					<p className={classes.quiet}>{t("nothing.text")}</p>
					<SearchHelp onTry={change} />
				</div>
			) : null}
			<div role="status" className="visually-hidden">
				{asked === "" || answer.state !== "ready" ? "" : t(more ? "countMore" : "count", { count: hits.length })}
			</div>
		</Screen>
	);
};

interface TagCloudProps {
	readonly tags: readonly { readonly tag: string; readonly count: number }[];
	onChoose(tag: string): void;
}

function TagCloud({ tags, onChoose }: TagCloudProps): ReactNode {
	const { t } = useTranslation("search");
	if (tags.length === 0) return null;
	const most = [...tags].sort((a, b) => b.count - a.count).slice(0, MOST_TAGS);
	return (
		<section aria-label={t("tags")}>
			<h2 className={classes.sub}>{t("tags")}</h2>
			<p className={classes.tags}>
				{most.map(({ tag }) => (
					<Tag key={tag} tag={tag} onOpen={() => onChoose(tag)} />
				))}
			</p>
		</section>
	);
}
