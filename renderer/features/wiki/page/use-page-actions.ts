/** What can be done with pages, with words about what was done. */
import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import type { ItemId, Row } from "../../../../shared/model/item";
// Not from the barrel: this is in the first chunk, which long lists and panels have no place in.
import { useEngine } from "../../../ui/engine-context";
import { useRun } from "../../../ui/engine-hooks";
import { useTitleOf } from "../../../ui/item";
import { useNavigation } from "../../../ui/navigation";
import { createPage, placePage, renamePage, trashPages, withDescendants } from "./page-commands";
import { usePageView } from "./page-view";
import { spaceInView } from "./space-in-view";

export interface PageActions {
	/** Makes a page and shows it, its title ready to be typed; in a space where one is given, otherwise in its parent's or the one in view. */
	create(parent: ItemId | null, title?: string, space?: string | null): Promise<ItemId | null>;
	/** Renames; links to the page follow. False when it could not be done, the person knows why. */
	rename(page: Pick<Row, "id" | "title">, title: string): Promise<boolean>;
	place(id: ItemId, parent: ItemId | null, before: ItemId | null): Promise<void>;
	favourite(id: ItemId, favourite: boolean): Promise<void>;
	/** Takes the page and what lies in it to the trash; the message offers the way back. */
	trash(page: Row): Promise<void>;
	restore(id: ItemId): Promise<void>;
}

export function usePageActions(): PageActions {
	const { t } = useTranslation("wiki");
	const engine = useEngine();
	const run = useRun();
	const titleOf = useTitleOf();
	return useMemo(
		() => ({
			async create(parent, title = "", space = null) {
				const place = space ?? (parent === null ? await spaceInView(engine) : null);
				const made = await run(await createPage(engine, { title, parent }, place));
				const id = made?.ids[0] ?? null;
				if (id === null) return null;
				usePageView.getState().set({ reading: false, ...(title === "" ? { wish: { page: id, do: "rename" } as const } : {}) });
				useNavigation.getState().go({ screen: "page", id });
				return id;
			},
			async rename(page, title) {
				const commands = await renamePage(engine, page, title);
				const links = commands.length - 1;
				const undo = links === 0 ? undefined : await renamePage(engine, { id: page.id, title }, page.title);
				const words = links === 0 ? {} : { done: t("page.renamed", { count: links }), ...(undo === undefined ? {} : { undo }) };
				return (await run(commands, words)) !== null;
			},
			async place(id, parent, before) {
				await run(await placePage(engine, id, parent, before));
			},
			async favourite(id, favourite) {
				await run([{ do: "set-favourite", id, params: { favourite } }]);
			},
			async trash(page) {
				const ids = await withDescendants(engine, page.id);
				const { commands, undo } = trashPages(ids, Date.now());
				const done =
					ids.length === 1
						? t("page.trashed", { title: titleOf(page) })
						: t("page.trashedWith", { title: titleOf(page), count: ids.length - 1 });
				await run(commands, { done, undo });
			},
			async restore(id) {
				await run([{ do: "restore", id, params: {} }]);
			},
		}),
		[engine, run, t, titleOf],
	);
}
