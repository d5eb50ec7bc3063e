/** What can be done with collections, each with its way back. */
import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import { showProblem, useEngine, useExplain, useRun } from "../../../ui";
import { placeAmong, type TreePlacement } from "../../../ui/tree";
import { bookmarksIn } from "../model/bookmark-row";
import { bulkChange, ordersAfter, placeOf, touched } from "../model/bulk-change";
import type { CollectionForest, CollectionRow } from "../model/collection-forest";
import { allIds, allRows, lastOrder } from "../model/first-rows";
import { removeKeepingContents, removeWithContents } from "../model/remove-collection";
import { change, together } from "../model/reversible";

export interface CollectionActions {
	/** Makes a collection; resolves with its id, or null when it could not be made. */
	make(parent: string | null): Promise<string | null>;
	rename(row: CollectionRow, title: string): Promise<void>;
	place(forest: CollectionForest, placement: TreePlacement): Promise<void>;
	/** Whether there is anything in it. */
	isEmpty(row: CollectionRow): Promise<boolean>;
	remove(row: CollectionRow, contents: "keep" | "trash"): Promise<boolean>;
	/** Bookmarks dropped on a collection (null: on none). */
	take(ids: readonly string[], into: string | null): Promise<void>;
}

export function useCollectionActions(): CollectionActions {
	const { t } = useTranslation("bookmarks");
	const engine = useEngine();
	const run = useRun();
	const explain = useExplain();

	return useMemo(() => {
		/** Tells what went wrong while asking; commands tell their own failures. */
		const attempt = async <Result>(work: () => Promise<Result>, otherwise: Result): Promise<Result> => {
			try {
				return await work();
			} catch (error) {
				showProblem(explain(error));
				return otherwise;
			}
		};
		const inside = (row: CollectionRow, deep: boolean) =>
			({ kinds: ["bookmark", "collection"], parent: row.id, deep, sort: { by: "order", descending: false } }) as const;

		return {
			make: (parent) =>
				attempt(async () => {
					const order = ordersAfter(await lastOrder(engine, "collection", parent), 1)[0] ?? "a0";
					const fields = { title: t("collections.untitled"), parent, order };
					return (await run([{ do: "create", kind: "collection", fields }]))?.ids[0] ?? null;
				}, null),
			rename: async (row, title) => {
				const { commands, undo } = change(row.id, "rename", { title }, "rename", { title: row.title });
				await run(commands, { done: t("collections.renamed"), undo });
			},
			place: async (forest, { id, parent, before }) => {
				const moving = forest.byId.get(id)?.row;
				const into = parent === null ? undefined : forest.byId.get(parent);
				// A collection cannot lie in itself, whatever was asked.
				if (moving === undefined || into?.ids.includes(id)) return;
				const siblings = forest.children.get(parent) ?? [];
				const rows = new Map([...siblings, moving].map((row) => [row.id, row]));
				const { commands, undo } = together(
					placeAmong(siblings, [id], before).flatMap(({ id: placed, order }) => {
						const row = rows.get(placed);
						return row === undefined ? [] : [change(placed, "move", { parent, order }, "move", placeOf(row))];
					}),
				);
				await run(commands, { done: t("collections.moved", { title: moving.title }), undo });
			},
			isEmpty: (row) => attempt(async () => (await allIds(engine, inside(row, false))).length === 0, false),
			remove: (row, contents) =>
				attempt(async () => {
					const now = Date.now();
					const { commands, undo } =
						contents === "trash"
							? removeWithContents(row, await allIds(engine, inside(row, true)), now)
							: removeKeepingContents(row, await allRows(engine, inside(row, false)), now);
					return (await run(commands, { done: t("collections.removed", { title: row.title }), undo })) !== null;
				}, false),
			take: (ids, into) =>
				attempt(async () => {
					const rows = bookmarksIn((await engine.ask("items", { ids })).filter((row) => row !== null));
					const after = await lastOrder(engine, "bookmark", into);
					const changes = bulkChange(rows, { do: "move", to: into, after });
					if (changes.commands.length === 0) return;
					await run(changes.commands, { done: t("done.move", { count: touched(changes) }), undo: changes.undo });
				}, undefined),
		};
	}, [engine, run, explain, t]);
}
