/** Says that closing now would lose words, and what can be done. */
import { Button, Group, Modal, Text } from "@mantine/core";
import { type ReactNode, useState } from "react";
import { useTranslation } from "react-i18next";
import { showDone, showProblem } from "../../../ui";
import { unsavedTexts } from "../editor/session/open-texts";

export interface UnsavedDialogProps {
	/** The window stays open. */
	onStay(): void;
	/** The window closes and the words are lost. */
	onClose(): void;
}

export function UnsavedDialog({ onStay, onClose }: UnsavedDialogProps): ReactNode {
	const { t } = useTranslation("wiki");
	const [count] = useState(() => unsavedTexts().length);
	const copy = async (): Promise<void> => {
		try {
			const texts = unsavedTexts().map((text) => text.written());
			await navigator.clipboard.writeText(texts.join("\n\n"));
			showDone({ message: t("unsaved.copied") });
		} catch (error) {
			showProblem({ message: t("unsaved.notCopied"), advice: "", details: String(error) });
		}
	};
	return (
		<Modal opened onClose={onStay} title={t("unsaved.title")} closeButtonProps={{ "aria-label": t("close") }}>
			<Text>{t("unsaved.body", { count })}</Text>
			<Group justify="end" mt="md">
				<Button variant="subtle" onClick={onStay}>
					{t("unsaved.stay")}
				</Button>
				<Button color="bad" onClick={onClose}>
					{t("unsaved.close")}
				</Button>
				<Button variant="filled" data-autofocus onClick={() => void copy()}>
					{t("unsaved.copy")}
				</Button>
			</Group>
		</Modal>
	);
}
