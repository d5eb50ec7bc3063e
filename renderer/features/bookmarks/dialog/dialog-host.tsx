/** Draws whichever dialog is open, and gives the focus back to where it was. */
import type { ReactNode } from "react";
import { useEffect } from "react";
import { showProblem, useExplain } from "../../../ui";
import { useCollections } from "../model/use-collections";
import { AddDialog } from "./add-dialog";
import { useDialog } from "./dialog-state";
import { EditDialog } from "./edit-dialog";
import { MoveDialog } from "./move-dialog";
import { TagDialog } from "./tag-dialog";

export function DialogHost(): ReactNode {
	const { dialog, close } = useDialog();
	const collections = useCollections();
	const explain = useExplain();
	const failure = dialog.is !== "none" && collections.state === "failed" ? collections.error : null;
	useEffect(() => {
		if (failure === null) return;
		showProblem(explain(failure));
		close();
	}, [failure, explain, close]);

	const { forest } = collections;
	if (forest === undefined) return null;
	switch (dialog.is) {
		case "none":
			return null;
		case "add":
			return <AddDialog given={dialog} forest={forest} onClose={close} />;
		case "edit":
			return <EditDialog key={dialog.id} id={dialog.id} forest={forest} onClose={close} />;
		case "move":
			return <MoveDialog ids={dialog.ids} forest={forest} onClose={close} />;
		case "tag":
			return <TagDialog ids={dialog.ids} mode={dialog.mode} onClose={close} />;
	}
}
