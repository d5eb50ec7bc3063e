/** Another name for a space; everyone in it sees it. */
import { TextInput } from "@mantine/core";
import { type ReactNode, useState } from "react";
import { useTranslation } from "react-i18next";
import { useSpaces } from "../../../ui/spaces/known-spaces";
import { useAct } from "../../../ui/spaces/use-act";
import { Dialog } from "./dialog";
import classes from "./dialog.module.css";

export function RenameSpace({ space, onClose }: { readonly space: string; onClose(): void }): ReactNode {
	const { t } = useTranslation("spaces");
	const act = useAct();
	const before = useSpaces().of(space)?.name ?? "";
	const [typed, setTyped] = useState<string | null>(null);
	const name = (typed ?? before).trim();
	const rename = async (): Promise<boolean> => {
		if (name === before) return true;
		const undo = (): Promise<unknown> => act("rename-space", { space, name: before });
		return (await act("rename-space", { space, name }, { done: t("rename.done", { name }), ...(before === "" ? {} : { undo }) })) !== null;
	};
	return (
		<Dialog title={t("rename.title")} action={t("rename.action")} ready={name !== ""} onSend={rename} onClose={onClose}>
			<TextInput
				className={classes.written ?? ""}
				data-autofocus
				label={t("new.name")}
				maxLength={200}
				autoComplete="off"
				value={typed ?? before}
				onChange={(event) => setTyped(event.currentTarget.value)}
			/>
		</Dialog>
	);
}
