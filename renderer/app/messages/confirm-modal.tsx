/** The dialog itself. The safe answer has the focus. */
import { Button, Group, Modal } from "@mantine/core";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { useConfirm } from "../../ui/confirm";

export function ConfirmModal(): ReactNode {
	const { t } = useTranslation("app");
	const question = useConfirm((state) => state.question);
	const answer = useConfirm((state) => state.answer);
	if (question === null) return null;
	return (
		<Modal opened onClose={() => answer(false)} title={question.title} withCloseButton={false}>
			<p>{question.body}</p>
			<Group justify="flex-end" gap="xs" mt="lg">
				<Button data-autofocus onClick={() => answer(false)}>
					{t("cancel")}
				</Button>
				<Button variant="filled" color={question.danger === true ? "bad" : "ink"} onClick={() => answer(true)}>
					{question.action}
				</Button>
			</Group>
		</Modal>
	);
}
