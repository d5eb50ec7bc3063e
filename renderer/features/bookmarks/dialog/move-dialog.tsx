/** Putting bookmarks into another collection. */
import { Button, Modal } from "@mantine/core";
import { type ReactNode, useState } from "react";
import { useTranslation } from "react-i18next";
import { showProblem, useExplain, useRun } from "../../../ui";
import { useBookmarkActions } from "../list/use-bookmark-actions";
import { useBusy } from "../list/use-busy";
import { bulkChange, touched } from "../model/bulk-change";
import { type ChosenCollection, NO_COLLECTION } from "../model/chosen-collection";
import type { CollectionForest } from "../model/collection-forest";
import classes from "./bookmark-fields.module.css";
import { CollectionPicker } from "./collection-picker";
import { usePlacing } from "./use-placing";

export interface MoveDialogProps {
	readonly ids: readonly string[];
	readonly forest: CollectionForest;
	onClose(): void;
}

export function MoveDialog({ ids, forest, onClose }: MoveDialogProps): ReactNode {
	const { t } = useTranslation("bookmarks");
	const { busy, late, during } = useBusy();
	const run = useRun();
	const explain = useExplain();
	const place = usePlacing();
	const { rowsOf } = useBookmarkActions();
	const [chosen, setChosen] = useState<ChosenCollection>(NO_COLLECTION);

	const move = async (): Promise<void> => {
		try {
			const { after, making, unmaking } = await place(chosen);
			const { commands, undo } = bulkChange(await rowsOf(ids), { do: "move", to: chosen.id, after });
			const done = t("done.move", { count: touched({ commands, undo }) });
			const moved = commands.length === 0 || (await run([...making, ...commands], { done, undo: [...undo, ...unmaking] })) !== null;
			if (moved) onClose();
		} catch (error) {
			showProblem(explain(error));
		}
	};

	return (
		<Modal
			opened
			onClose={onClose}
			title={t("move.title", { count: ids.length })}
			size={440}
			closeButtonProps={{ "aria-label": t("form.close") }}
		>
			<form
				className={classes.form}
				onSubmit={(event) => {
					event.preventDefault();
					void during(move);
				}}
			>
				<CollectionPicker label={t("form.collection")} forest={forest} space={null} chosen={chosen} onChoose={setChosen} first />
				<div className={classes.buttons}>
					<Button onClick={onClose}>{t("form.cancel")}</Button>
					<Button type="submit" variant="filled" disabled={busy}>
						{late ? t("bulk.working", { count: ids.length }) : t("move.action")}
					</Button>
				</div>
			</form>
		</Modal>
	);
}
