/** Asks for the passphrase of a backup. */
import { Button, Group, Modal, PasswordInput } from "@mantine/core";
import { type ReactNode, useState } from "react";
import { useTranslation } from "react-i18next";

export interface RestoreDialogProps {
	/** The file, as the person knows it. */
	readonly name: string;
	onClose(): void;
	onStart(passphrase: string): void;
}

export function RestoreDialog({ name, onClose, onStart }: RestoreDialogProps): ReactNode {
	const { t } = useTranslation(["exchange", "app"]);
	const [passphrase, setPassphrase] = useState("");
	return (
		<Modal opened onClose={onClose} title={t("restore.dialog", { name })} closeButtonProps={{ "aria-label": t("app:cancel") }}>
			<form
				onSubmit={(event) => {
					event.preventDefault();
					if (passphrase === "") return;
					onClose();
					onStart(passphrase);
				}}
			>
				<PasswordInput
					data-autofocus
					required
					label={t("restore.passphrase")}
					autoComplete="off"
					value={passphrase}
					onChange={(event) => setPassphrase(event.currentTarget.value)}
				/>
				<Group justify="flex-end" gap="xs" mt="lg">
					<Button onClick={onClose}>{t("app:cancel")}</Button>
					<Button type="submit" variant="filled">
						{t("restore.start")}
					</Button>
				</Group>
			</form>
		</Modal>
	);
}
