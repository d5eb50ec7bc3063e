/** Asks for the passphrase of a new backup, twice, and says how strong it is. */
import { Button, Group, Modal, PasswordInput } from "@mantine/core";
import { type ReactNode, useState } from "react";
import { useTranslation } from "react-i18next";
import classes from "../exchange.module.css";
import { strengthOf } from "./passphrase-strength";

export interface BackupDialogProps {
	onClose(): void;
	onStart(passphrase: string): void;
}

export function BackupDialog({ onClose, onStart }: BackupDialogProps): ReactNode {
	const { t } = useTranslation(["exchange", "app"]);
	const [passphrase, setPassphrase] = useState("");
	const [again, setAgain] = useState("");
	const [tried, setTried] = useState(false);
	const strength = strengthOf(passphrase);
	const different = again !== passphrase;
	const submit = (): void => {
		setTried(true);
		if (strength === "short" || different) return;
		onClose();
		onStart(passphrase);
	};
	return (
		<Modal opened onClose={onClose} title={t("backup.dialog")} closeButtonProps={{ "aria-label": t("app:cancel") }}>
			<form
				onSubmit={(event) => {
					event.preventDefault();
					submit();
				}}
			>
				<PasswordInput
					data-autofocus
					label={t("backup.passphrase")}
					description={t("backup.passphraseNote")}
					autoComplete="new-password"
					value={passphrase}
					onChange={(event) => setPassphrase(event.currentTarget.value)}
					error={tried && strength === "short" ? t("strength.short") : undefined}
				/>
				<div className={classes.strength} data-level={strength} aria-hidden="true">
					<span />
					<span />
					<span />
				</div>
				<p role="status" className={classes.quiet}>
					{passphrase === "" ? "" : t(`strength.${strength}`)}
				</p>
				<PasswordInput
					mt="sm"
					label={t("backup.again")}
					autoComplete="new-password"
					value={again}
					onChange={(event) => setAgain(event.currentTarget.value)}
					error={different && (tried || again.length >= passphrase.length) && again !== "" ? t("backup.different") : undefined}
				/>
				<Group justify="flex-end" gap="xs" mt="lg">
					<Button onClick={onClose}>{t("app:cancel")}</Button>
					<Button type="submit" variant="filled">
						{t("backup.start")}
					</Button>
				</Group>
			</form>
		</Modal>
	);
}
