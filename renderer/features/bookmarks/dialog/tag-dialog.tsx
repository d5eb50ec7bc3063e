/** Adding tags to several bookmarks, or taking tags from them. */
import { Button, Modal } from "@mantine/core";
import { type ReactNode, useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { useQuery } from "../../../ui";
import { useBookmarkActions } from "../list/use-bookmark-actions";
import { useBusy } from "../list/use-busy";
import classes from "./bookmark-fields.module.css";
import { TagsField } from "./tags-field";

export interface TagDialogProps {
	readonly ids: readonly string[];
	readonly mode: "add" | "remove";
	onClose(): void;
}

export function TagDialog({ ids, mode, onClose }: TagDialogProps): ReactNode {
	const { t } = useTranslation("bookmarks");
	const { busy, late, during } = useBusy();
	const { change, rowsOf } = useBookmarkActions();
	const all = useQuery("tags", mode === "add" ? { kinds: ["bookmark", "page"] } : null);
	const [theirs, setTheirs] = useState<readonly string[]>([]);
	const [tags, setTags] = useState<readonly string[]>([]);
	useEffect(() => {
		if (mode === "remove") void rowsOf(ids).then((rows) => setTheirs([...new Set(rows.flatMap((row) => row.tags))].sort()));
	}, [mode, ids, rowsOf]);

	const submit = async (): Promise<void> => {
		const done = tags.length === 0 || (await change(ids, { do: mode === "add" ? "add-tags" : "remove-tags", tags }));
		if (done) onClose();
	};

	return (
		<Modal
			opened
			onClose={onClose}
			title={t(`tagging.${mode}`, { count: ids.length })}
			size={440}
			closeButtonProps={{ "aria-label": t("form.close") }}
		>
			<form
				className={classes.form}
				onSubmit={(event) => {
					event.preventDefault();
					void during(submit);
				}}
			>
				<TagsField
					label={t("form.tags")}
					hint={t(mode === "add" ? "form.tagsHint" : "tagging.removeHint")}
					first
					tags={tags}
					known={mode === "add" ? (all.data ?? []).map(({ tag }) => tag) : theirs}
					onChange={setTags}
				/>
				<div className={classes.buttons}>
					<Button onClick={onClose}>{t("form.cancel")}</Button>
					<Button type="submit" variant="filled" disabled={busy}>
						{late ? t("bulk.working", { count: ids.length }) : t(`tagging.${mode}Action`)}
					</Button>
				</div>
			</form>
		</Modal>
	);
}
