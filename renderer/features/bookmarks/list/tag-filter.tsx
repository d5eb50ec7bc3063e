/** Choosing tags to narrow the list by: all tags with how often they are used, nested ones below their parent. */
import { Button, Checkbox, Popover, TextInput } from "@mantine/core";
import { IconTag } from "@tabler/icons-react";
import { type ReactNode, useMemo, useState } from "react";
import { useTranslation } from "react-i18next";
import { ErrorState, useQuery, useWords } from "../../../ui";
import { matchingLines, tagLines } from "../model/tag-tree";
import classes from "./tag-filter.module.css";

/** More are reached by typing. */
const MOST_SHOWN = 200;

export interface TagFilterProps {
	readonly chosen: readonly string[];
	onChoose(tags: readonly string[]): void;
}

export function TagFilter({ chosen, onChoose }: TagFilterProps): ReactNode {
	const { t } = useTranslation("bookmarks");
	const [open, setOpen] = useState(false);
	return (
		<Popover opened={open} onChange={setOpen} position="bottom-start" width={280} trapFocus returnFocus withinPortal>
			<Popover.Target>
				<Button
					leftSection={<IconTag size={15} stroke={1.6} aria-hidden />}
					onClick={() => setOpen(!open)}
					aria-expanded={open}
					data-on={chosen.length > 0 || undefined}
					className={classes.button}
				>
					{chosen.length === 0 ? t("filter.tags") : t("filter.tagsChosen", { count: chosen.length })}
				</Button>
			</Popover.Target>
			<Popover.Dropdown aria-label={t("filter.tags")}>
				<TagChoices chosen={chosen} onChoose={onChoose} />
			</Popover.Dropdown>
		</Popover>
	);
}

function TagChoices({ chosen, onChoose }: TagFilterProps): ReactNode {
	const { t } = useTranslation("bookmarks");
	const words = useWords();
	const [typed, setTyped] = useState("");
	const tags = useQuery("tags", { kinds: ["bookmark"] });
	const lines = useMemo(() => tagLines(tags.data ?? []), [tags.data]);
	const shown = matchingLines(lines, typed);
	if (tags.state === "failed") return <ErrorState error={tags.error} />;
	const flip = (tag: string): void => onChoose(chosen.includes(tag) ? chosen.filter((other) => other !== tag) : [...chosen, tag]);
	return (
		<div className={classes.choices}>
			<TextInput
				aria-label={t("filter.findTag")}
				placeholder={t("filter.findTag")}
				value={typed}
				onChange={(event) => setTyped(event.currentTarget.value)}
				data-autofocus
			/>
			{/* Only to be scrolled; what is in it has the focus. */}
			<ul className={classes.list} aria-label={t("filter.tags")}>
				{shown.slice(0, MOST_SHOWN).map((line) => (
					<li key={line.tag} className={classes.line} style={{ paddingInlineStart: 6 + line.depth * 16 }}>
						<Checkbox
							size="xs"
							checked={chosen.includes(line.tag)}
							onChange={() => flip(line.tag)}
							label={line.name}
							aria-label={line.tag}
						/>
						{line.count > 0 && (
							<span className={classes.count}>
								{words.number(line.count)}
								<span className="visually-hidden"> {t("count.bookmarks", { count: line.count })}</span>
							</span>
						)}
					</li>
				))}
			</ul>
			{tags.state === "ready" && shown.length === 0 && (
				<p className={classes.hint}>{t(typed === "" ? "filter.noTags" : "filter.noSuchTag")}</p>
			)}
			{shown.length > MOST_SHOWN && <p className={classes.hint}>{t("filter.moreTags", { count: shown.length - MOST_SHOWN })}</p>}
			{chosen.length > 0 && (
				<Button variant="subtle" size="compact-sm" onClick={() => onChoose([])}>
					{t("filter.clearTags")}
				</Button>
			)}
		</div>
	);
}
