/** What can be done with bookmarks, each with its words and its way back. */
import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import { urlKey } from "../../../../shared/model/names";
import { showDone, showProblem, useEngine, useExplain, useNavigation, useRun, useShell } from "../../../ui";
import { copyText } from "../clipboard";
import { creation } from "../model/bookmark-form";
import { type BookmarkRow, bookmarksIn, markdownLink } from "../model/bookmark-row";
import { type BulkChange, bulkChange, ordersAfter, touched } from "../model/bulk-change";
import { lastOrder } from "../model/first-rows";
import type { FoundAddress } from "../model/found-addresses";

export interface BookmarkActions {
	/** In the system's own browser. */
	open(row: BookmarkRow): Promise<void>;
	copyAddresses(rows: readonly BookmarkRow[]): Promise<void>;
	/** Says that so many addresses were copied. */
	tellCopied(count: number): void;
	copyMarkdown(rows: readonly BookmarkRow[]): Promise<void>;
	/** One change to all of them, with one undo. True when it was done. */
	change(ids: readonly string[], wanted: BulkChange): Promise<boolean>;
	/** Saves addresses that came by paste or drop; those that are here already are not saved again. */
	save(found: readonly FoundAddress[], collection: string | null): Promise<void>;
	rowsOf(ids: readonly string[]): Promise<readonly BookmarkRow[]>;
}

export function useBookmarkActions(): BookmarkActions {
	const { t } = useTranslation("bookmarks");
	const engine = useEngine();
	const shell = useShell();
	const run = useRun();
	const explain = useExplain();

	return useMemo(() => {
		const rowsOf = async (ids: readonly string[]): Promise<readonly BookmarkRow[]> => {
			try {
				return bookmarksIn((await engine.ask("items", { ids })).filter((row) => row !== null));
			} catch (error) {
				showProblem(explain(error));
				return [];
			}
		};
		const copy = async (text: string, done: string): Promise<void> => {
			if (await copyText(text)) showDone({ message: done });
			else showProblem({ message: t("copy.failed"), advice: t("copy.advice"), details: "" });
		};
		const doneWords = (wanted: BulkChange, count: number): string => {
			switch (wanted.do) {
				case "to-read":
					return t(wanted.toRead ? "done.toRead" : "done.read", { count });
				case "favourite":
					return t(wanted.favourite ? "done.favourite" : "done.notFavourite", { count });
				default:
					return t(`done.${wanted.do}`, { count });
			}
		};

		return {
			rowsOf,
			open: async (row) => {
				const outcome = await shell.openExternal(row.detail.url).catch(() => "failed" as const);
				if (outcome === "opened") return;
				showProblem({ message: t(`open.${outcome}.message`), advice: t(`open.${outcome}.advice`), details: row.detail.url });
			},
			copyAddresses: (rows) => copy(rows.map((row) => row.detail.url).join("\n"), t("copy.addresses", { count: rows.length })),
			tellCopied: (count) => showDone({ message: t("copy.addresses", { count }) }),
			copyMarkdown: (rows) => copy(rows.map(markdownLink).join("\n"), t("copy.markdown", { count: rows.length })),
			change: async (ids, wanted) => {
				const reversible = bulkChange(await rowsOf(ids), wanted);
				if (reversible.commands.length === 0) return true;
				const done = doneWords(wanted, touched(reversible));
				return (await run(reversible.commands, { done, undo: reversible.undo })) !== null;
			},
			save: async (found, collection) => {
				try {
					const known = await Promise.all(found.map(({ url }) => engine.ask("byKey", { kind: "bookmark", key: urlKey(url) })));
					const fresh = found.filter((_, index) => known[index]?.length === 0);
					const already = known.find((rows) => rows.length > 0)?.[0];
					if (fresh.length === 0) {
						if (already === undefined) return;
						const show = (): void => useNavigation.getState().go({ screen: "bookmarks", item: already.id });
						showDone({ message: t("save.already", { count: found.length }), action: { label: t("save.show"), perform: show } });
						return;
					}
					const orders = ordersAfter(await lastOrder(engine, "bookmark", collection), fresh.length);
					const at = Date.now();
					const making = fresh.map((address, index) => {
						const form = { ...address, note: "", tags: [], collection, toRead: false };
						// The first one counts as the newest, so that they are listed as they came.
						return creation(form, orders[index] ?? "a0", at - index, null);
					});
					const done =
						fresh.length === found.length
							? t("save.done", { count: fresh.length })
							: t("save.doneSome", { count: fresh.length, already: found.length - fresh.length });
					const made = await run(making);
					if (made === null) return;
					const undo = made.ids.map((id) => ({ do: "trash", id, params: { at } }));
					showDone({ message: done, undo: async () => void (await run(undo)) });
				} catch (error) {
					showProblem(explain(error));
				}
			},
		};
	}, [engine, shell, run, explain, t]);
}
