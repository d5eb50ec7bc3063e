/** On the laptop that one has: takes the code that the new laptop shows, and gives the answer to paste there. */
import { Textarea } from "@mantine/core";
import { type ReactNode, useState } from "react";
import { useTranslation } from "react-i18next";
import { useAct } from "../../../ui/spaces/use-act";
import { Dialog } from "../dialogs/dialog";
import classes from "../dialogs/dialog.module.css";
import { CopyField } from "../space/copy-field";

export function AddLaptop({ onClose }: { onClose(): void }): ReactNode {
	const { t } = useTranslation("spaces");
	const act = useAct();
	const [code, setCode] = useState("");
	const [answer, setAnswer] = useState<string | null>(null);
	const add = async (): Promise<boolean> => {
		const made = await act("add-laptop", { code: code.trim() });
		if (made !== null) setAnswer(made.answer);
		return false;
	};
	return (
		<Dialog
			title={t("addLaptop.title")}
			size={540}
			{...(answer === null ? { action: t("addLaptop.action"), onSend: add } : { closing: t("addLaptop.finish") })}
			ready={code.trim() !== ""}
			onClose={onClose}
		>
			<ol className={classes.steps}>
				<li>
					<p>{t("addLaptop.one")}</p>
				</li>
				<li>
					<p>{t("addLaptop.two")}</p>
					<Textarea
						className={classes.code ?? ""}
						data-autofocus
						aria-label={t("addLaptop.code")}
						placeholder={t("addLaptop.code")}
						rows={3}
						spellCheck={false}
						readOnly={answer !== null}
						value={code}
						onChange={(event) => setCode(event.currentTarget.value)}
					/>
				</li>
				<li>
					<p>{t("addLaptop.three")}</p>
					{answer === null ? null : (
						<CopyField label={t("addLaptop.answer")} note={t("addLaptop.answerNote")} value={answer} copied={t("addLaptop.copied")} />
					)}
				</li>
			</ol>
		</Dialog>
	);
}
