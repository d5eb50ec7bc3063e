/** A new space for a team: what it is called, and whether a server keeps a copy. */
import { TextInput } from "@mantine/core";
import { type ReactNode, useState } from "react";
import { useTranslation } from "react-i18next";
import { useNavigation } from "../../../ui/navigation";
import { useAct } from "../../../ui/spaces/use-act";
import { ServerField } from "../sync/server-field";
import { Dialog } from "./dialog";
import classes from "./dialog.module.css";
import { useNamingYourself } from "./name-yourself";

export function NewSpace({ onClose }: { onClose(): void }): ReactNode {
	const { t } = useTranslation("spaces");
	const act = useAct();
	const naming = useNamingYourself();
	const [name, setName] = useState("");
	const [server, setServer] = useState<string | null | undefined>(null);
	const make = async (): Promise<boolean> => {
		if (server === undefined || !(await naming.keep())) return false;
		const made = await act("create-space", { name: name.trim(), server });
		if (made === null) return false;
		// The next thing one does with a space is to let somebody in.
		useNavigation.getState().go({ screen: "space", space: made.space, tab: "people" });
		return true;
	};
	return (
		<Dialog
			title={t("newSpace")}
			action={t("new.action")}
			ready={name.trim() !== "" && server !== undefined}
			onSend={make}
			onClose={onClose}
		>
			<p className={classes.note}>{t("new.note")}</p>
			<TextInput
				className={classes.written ?? ""}
				data-autofocus
				label={t("new.name")}
				placeholder={t("new.placeholder")}
				maxLength={200}
				autoComplete="off"
				value={name}
				onChange={(event) => setName(event.currentTarget.value)}
			/>
			{naming.field}
			<ServerField initial="known" onChange={setServer} />
		</Dialog>
	);
}
