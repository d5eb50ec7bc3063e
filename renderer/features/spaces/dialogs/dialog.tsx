/** The frame of this feature's dialogs: a form that is sent once, with what is on its way said after a moment. */
import { Button, Modal } from "@mantine/core";
import { type ReactNode, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { useLater } from "../../../ui/later";
import classes from "./dialog.module.css";

export interface DialogProps {
	readonly title: string;
	readonly size?: number;
	/** The verb on the button. Without one there is nothing to send: the dialog only shows. */
	readonly action?: string;
	/** False while the form is not complete. */
	readonly ready?: boolean;
	/** What it is called to close without doing anything; "Cancel" unless said. */
	readonly closing?: string;
	/** True when it is done and the dialog may go. */
	onSend?(): Promise<boolean>;
	onClose(): void;
	readonly children: ReactNode;
}

export function Dialog({ title, size = 480, action, ready = true, closing, onSend, onClose, children }: DialogProps): ReactNode {
	const { t } = useTranslation("spaces");
	const [busy, setBusy] = useState(false);
	const running = useRef(false);
	const late = useLater(busy);
	const send = async (): Promise<void> => {
		if (running.current || !ready || onSend === undefined) return;
		running.current = true;
		setBusy(true);
		try {
			if (await onSend()) onClose();
		} finally {
			running.current = false;
			setBusy(false);
		}
	};
	return (
		<Modal opened onClose={onClose} title={title} size={size} closeButtonProps={{ "aria-label": t("close") }}>
			<form
				className={classes.form}
				onSubmit={(event) => {
					event.preventDefault();
					void send();
				}}
			>
				{children}
				<div className={classes.buttons}>
					<Button onClick={onClose}>{closing ?? t("cancel")}</Button>
					{action === undefined ? null : (
						<Button type="submit" variant="filled" disabled={busy || !ready}>
							{late ? t("working") : action}
						</Button>
					)}
				</div>
			</form>
		</Modal>
	);
}
