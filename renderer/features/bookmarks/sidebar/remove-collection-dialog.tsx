/** What becomes of what is in a collection when it goes to the trash. */
import { Button, Modal, Radio } from "@mantine/core";
import { type FormEvent, type ReactNode, useState } from "react";
import { useTranslation } from "react-i18next";
import type { CollectionRow } from "../model/collection-forest";
import classes from "./sidebar.module.css";

export interface RemoveCollectionDialogProps {
	readonly row: CollectionRow;
	onRemove(contents: "keep" | "trash"): void;
	onClose(): void;
}

export function RemoveCollectionDialog({ row, onRemove, onClose }: RemoveCollectionDialogProps): ReactNode {
	const { t } = useTranslation("bookmarks");
	const [contents, setContents] = useState<"keep" | "trash">("keep");
	const submit = (event: FormEvent): void => {
		event.preventDefault();
		onRemove(contents);
	};
	return (
		<Modal
			opened
			onClose={onClose}
			title={t("remove.title", { title: row.title })}
			size={440}
			closeButtonProps={{ "aria-label": t("form.close") }}
		>
			<form onSubmit={submit} className={classes.remove}>
				<Radio.Group label={t("remove.question")} value={contents} onChange={(value) => setContents(value === "trash" ? "trash" : "keep")}>
					<div className={classes.answers}>
						<Radio value="keep" label={t(row.parent === "" ? "remove.keepTop" : "remove.keep")} data-autofocus />
						<Radio value="trash" label={t("remove.trash")} />
					</div>
				</Radio.Group>
				<div className={classes.buttons}>
					<Button onClick={onClose}>{t("form.cancel")}</Button>
					<Button type="submit" variant="filled">
						{t("menu.trash")}
					</Button>
				</div>
			</form>
		</Modal>
	);
}
