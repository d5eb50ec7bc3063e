/** How an item is named, drawn small, and where it is opened: the same everywhere. */
import { IconBookmark, IconFileText, IconFolder, IconId, IconPaperclip } from "@tabler/icons-react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import type { ItemKind, Row } from "../../shared/model/item";
import type { Highlighted } from "../engine/contract";
import classes from "./item.module.css";
import type { Route } from "./navigation";

const ICONS = { page: IconFileText, bookmark: IconBookmark, collection: IconFolder, file: IconPaperclip, cv: IconId } as const;

/** The icon of a kind of item, to be drawn by who asks. */
export function iconOf(kind: ItemKind): (typeof ICONS)[ItemKind] {
	return ICONS[kind];
}

/** The sign of a kind of item. Decoration: the words beside it say the same. */
export function ItemIcon({ kind, size = 16 }: { readonly kind: ItemKind; readonly size?: number }): ReactNode {
	const Icon = ICONS[kind];
	return <Icon size={size} stroke={1.6} aria-hidden="true" className={classes.icon} />;
}

/** The screen that shows an item. */
export function routeOf(row: Row): Route {
	switch (row.kind) {
		case "page":
			return { screen: "page", id: row.id };
		case "collection":
			return { screen: "bookmarks", collection: row.id };
		case "bookmark":
			return row.parent === "" ? { screen: "bookmarks", item: row.id } : { screen: "bookmarks", collection: row.parent, item: row.id };
		case "file":
			return row.parent === "" ? { screen: "wiki" } : { screen: "page", id: row.parent };
		case "cv":
			return { screen: "home" };
	}
}

/** A title, or words that stand for one where there is none. */
export function useTitleOf(): (row: Pick<Row, "title" | "kind">) => string {
	const { t } = useTranslation("app");
	return (row) => (row.title === "" ? t(`untitled.${row.kind}`) : row.title);
}

/** Words with the ones that were found marked. */
export function Found({ parts }: { readonly parts: Highlighted }): ReactNode {
	return parts.map((part, index) =>
		part.hit ? (
			// biome-ignore lint/suspicious/noArrayIndexKey: parts have no identity of their own.
			<mark key={index} className={classes.hit}>
				{part.text}
			</mark>
		) : (
			part.text
		),
	);
}

/** A tag. With `onOpen` it is a button that shows what has it. */
export function Tag({ tag, onOpen }: { readonly tag: string; onOpen?(): void }): ReactNode {
	if (onOpen === undefined) return <span className={classes.tag}>{tag}</span>;
	return (
		<button type="button" className={classes.tag} onClick={onOpen}>
			{tag}
		</button>
	);
}
