/** Something to be copied and sent to somebody: a link, a code. */
import { Button, Textarea } from "@mantine/core";
import { type ReactNode, useCallback } from "react";
import { useTranslation } from "react-i18next";
import { showDone, showProblem } from "../../../ui/toasts";
import classes from "./space.module.css";

/** Copies a text, and says so, or that the system did not let it. */
export function useCopy(): (text: string, done: string) => Promise<void> {
	const { t } = useTranslation("spaces");
	return useCallback(
		async (text, done) => {
			try {
				await navigator.clipboard.writeText(text);
				showDone({ message: done });
			} catch (error) {
				showProblem({ message: t("copyFailed.message"), advice: t("copyFailed.advice"), details: String(error) });
			}
		},
		[t],
	);
}

export interface CopyFieldProps {
	readonly label: string;
	readonly note: string;
	readonly value: string;
	/** Said when it was copied. */
	readonly copied: string;
}

export function CopyField({ label, note, value, copied }: CopyFieldProps): ReactNode {
	const { t } = useTranslation("spaces");
	const copy = useCopy();
	return (
		<div className={classes.copyField}>
			<Textarea
				className={classes.code ?? ""}
				label={label}
				description={note}
				readOnly
				rows={3}
				value={value}
				onFocus={(event) => event.currentTarget.select()}
			/>
			<Button variant="filled" onClick={() => void copy(value, copied)}>
				{t("invite.copy")}
			</Button>
		</div>
	);
}
