/** A new bookmark. */
import { Modal } from "@mantine/core";
import { type ReactNode, useMemo } from "react";
import { useTranslation } from "react-i18next";
import { showDone, showProblem, useExplain, useRun } from "../../../ui";
import { creation } from "../model/bookmark-form";
import { ordersAfter } from "../model/bulk-change";
import { type CollectionForest, forestIn } from "../model/collection-forest";
import { BookmarkFields, type FieldValues } from "./bookmark-fields";
import type { OpenDialog } from "./dialog-state";
import { usePlacing } from "./use-placing";

export interface AddDialogProps {
	readonly given: Extract<OpenDialog, { is: "add" }>;
	readonly forest: CollectionForest;
	onClose(): void;
}

export function AddDialog({ given, forest: all, onClose }: AddDialogProps): ReactNode {
	const { t } = useTranslation("bookmarks");
	const { url, title, collection, toPaste, space } = given;
	const run = useRun();
	const explain = useExplain();
	const place = usePlacing();
	const forest = useMemo(() => forestIn(all, space), [all, space]);

	const save = async (values: FieldValues): Promise<boolean> => {
		try {
			const { after, making, unmaking } = await place(values.collection);
			const form = { ...values, collection: values.collection.id };
			const result = await run([...making, creation(form, ordersAfter(after, 1)[0] ?? "a0", Date.now(), space)]);
			const id = result?.ids.at(-1);
			if (id === undefined) return false;
			const undo = [{ do: "trash", id, params: { at: Date.now() } }, ...unmaking];
			showDone({ message: t("form.added"), undo: async () => void (await run(undo)) });
			onClose();
			return true;
		} catch (error) {
			showProblem(explain(error));
			return false;
		}
	};

	const known = collection !== null && forest.byId.has(collection) ? collection : null;
	const initial: FieldValues = { url, title, note: "", tags: [], collection: { id: known, made: null }, toRead: false };
	return (
		<Modal opened onClose={onClose} title={t("form.newTitle")} size={520} closeButtonProps={{ "aria-label": t("form.close") }}>
			<BookmarkFields
				initial={initial}
				forest={forest}
				space={space}
				self={null}
				toPaste={toPaste}
				submitLabel={t("form.add")}
				onSubmit={save}
				onCancel={onClose}
			/>
		</Modal>
	);
}
