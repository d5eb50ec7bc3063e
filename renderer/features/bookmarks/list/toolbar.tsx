/** Narrowing and sorting the list. */
import { ActionIcon, Checkbox, Select, TextInput } from "@mantine/core";
import { IconSearch, IconX } from "@tabler/icons-react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { type BookmarksView, SORTS, type SortName } from "../model/view-state";
import { FILTER_FIELD } from "./filter-field";
import { TagFilter } from "./tag-filter";
import classes from "./toolbar.module.css";

export interface ToolbarProps {
	readonly view: BookmarksView;
	/** Whether the list is of one collection, which may have others in it. */
	readonly inCollection: boolean;
	/** Whether the list has only what is to be read already. */
	readonly toReadAlready: boolean;
	onChange(change: Partial<BookmarksView>): void;
	/** Arrow down in the search field: on to the list. */
	onLeave(): void;
}

export function Toolbar({ view, inCollection, toReadAlready, onChange, onLeave }: ToolbarProps): ReactNode {
	const { t } = useTranslation("bookmarks");
	return (
		<div className={classes.bar} role="toolbar" aria-label={t("filter.label")}>
			<TextInput
				id={FILTER_FIELD}
				type="search"
				className={classes.search}
				aria-label={t("filter.text")}
				placeholder={t("filter.text")}
				leftSection={<IconSearch size={15} stroke={1.6} aria-hidden />}
				value={view.text}
				onChange={(event) => onChange({ text: event.currentTarget.value })}
				onKeyDown={(event) => {
					if (event.key === "ArrowDown") {
						event.preventDefault();
						onLeave();
					}
					if (event.key === "Escape" && view.text !== "") {
						event.stopPropagation();
						onChange({ text: "" });
					}
				}}
				rightSection={
					view.text !== "" && (
						<ActionIcon size="sm" aria-label={t("filter.clearText")} onClick={() => onChange({ text: "" })}>
							<IconX size={14} aria-hidden />
						</ActionIcon>
					)
				}
			/>
			<TagFilter chosen={view.tags} onChoose={(tags) => onChange({ tags })} />
			{!toReadAlready && (
				<Checkbox
					size="xs"
					label={t("filter.toRead")}
					checked={view.toReadOnly}
					onChange={(event) => onChange({ toReadOnly: event.currentTarget.checked })}
				/>
			)}
			{inCollection && (
				<Checkbox
					size="xs"
					label={t("filter.deep")}
					checked={view.deep}
					onChange={(event) => onChange({ deep: event.currentTarget.checked })}
				/>
			)}
			<Select
				className={classes.sort}
				aria-label={t("sort.label")}
				allowDeselect={false}
				data={SORTS.map((sort) => ({ value: sort, label: t(`sort.${sort}`) }))}
				value={view.sort}
				onChange={(sort) => onChange({ sort: sort as SortName })}
			/>
		</div>
	);
}

/** The tags that narrow the list, each to be taken away. */
export function ChosenTags({ tags, onChoose }: { readonly tags: readonly string[]; onChoose(tags: readonly string[]): void }): ReactNode {
	const { t } = useTranslation("bookmarks");
	if (tags.length === 0) return null;
	return (
		<ul className={classes.chosen} aria-label={t("filter.chosen")}>
			{tags.map((tag) => (
				<li key={tag} className={classes.tag}>
					{tag}
					<ActionIcon size={18} aria-label={t("filter.removeTag", { tag })} onClick={() => onChoose(tags.filter((other) => other !== tag))}>
						<IconX size={12} aria-hidden />
					</ActionIcon>
				</li>
			))}
		</ul>
	);
}
